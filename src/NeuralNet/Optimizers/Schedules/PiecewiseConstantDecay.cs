namespace NeuralNet;

/// <summary>
/// A piecewise constant rate: the first value up to and including the first boundary, then the second up to the second boundary, and so on.
/// Keras: optimizers/schedules/learning_rate_schedule.py, <c>PiecewiseConstantDecay</c>.
/// </summary>
[Configurable]
public sealed partial class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly int[] boundaries;
    private readonly float[] values;

    /// <summary>Creates the schedule.</summary>
    /// <param name="boundaries">The last step of each value but the last, in ascending order.</param>
    /// <param name="values">The learning rates, one more than boundaries.</param>
    /// <exception cref="ArgumentException">The boundaries are not ascending, or the number of values is not theirs plus one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<int> boundaries, IReadOnlyList<float> values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != boundaries.Count + 1)
            throw new ArgumentException(
                $"With {Counted.Of(boundaries.Count, "boundary")} go {Counted.Of(boundaries.Count + 1, "value")}; {values.Count} given.",
                    nameof(values));
        for (int i = 1; i < boundaries.Count; i++)
        {
            if (boundaries[i] <= boundaries[i - 1])
                throw new ArgumentException($"Boundaries must rise; {boundaries[i - 1]} is followed by {boundaries[i]}.",
                    nameof(boundaries));
        }

        this.boundaries = [.. boundaries];
        this.values = [.. values.Select(value => Require.NonNegative(value, nameof(values)))];
    }

    /// <inheritdoc/>
    public override float At(long step)
    {
        Require.NonNegative(step);
        int piece = 0;
        while (piece < boundaries.Length && step > boundaries[piece])
            piece++;
        return values[piece];
    }
}
