namespace NeuralNet;

/// <summary>
/// The learning rate lr·rate^(step/steps). Keras: optimizers/schedules/learning_rate_schedule.py, <c>ExponentialDecay</c>.
/// </summary>
/// <param name="initialLearningRate">The rate lr of the first step.</param>
/// <param name="decaySteps">The number of steps after which the rate is multiplied by <paramref name="decayRate"/>.</param>
/// <param name="decayRate">The factor.</param>
/// <param name="staircase">A value indicating whether the rate is constant for that number of steps; false by default.</param>
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
