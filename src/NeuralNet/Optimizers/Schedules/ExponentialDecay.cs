namespace NeuralNet;

/// <summary>lr·rate^(step/steps). Keras: optimizers/schedules/learning_rate_schedule.py, <c>ExponentialDecay</c>.</summary>
/// <param name="initialLearningRate">lr, the rate of the first step.</param>
/// <param name="decaySteps">The number of steps after which the rate is multiplied by <paramref name="decayRate"/>.</param>
/// <param name="decayRate">The factor.</param>
/// <param name="staircase">Whether the rate stays the same for that number of steps and then jumps; false by default.</param>
[Configurable]
public sealed partial class ExponentialDecay(
    float initialLearningRate, int decaySteps, float decayRate, bool staircase = false) : LearningRateSchedule
{
    private readonly float initialLearningRate = Require.NonNegative(initialLearningRate);
    private readonly int decaySteps = Require.Positive(decaySteps);
    private readonly float decayRate = Require.Positive(decayRate);

    /// <inheritdoc/>
    public override float At(long step)
    {
        double periods = (double)Require.NonNegative(step) / decaySteps;
        return (float)(initialLearningRate * Math.Pow(decayRate, staircase ? Math.Floor(periods) : periods));
    }
}
