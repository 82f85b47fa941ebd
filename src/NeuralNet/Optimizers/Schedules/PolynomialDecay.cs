namespace NeuralNet;

/// <summary>
/// The learning rate (lr − end)·(1 − step/steps)^power + end, and <c>end</c> after that; with cycles, the number of steps grows to the next
/// multiple instead. Keras: optimizers/schedules/learning_rate_schedule.py, <c>PolynomialDecay</c>.
/// </summary>
/// <param name="initialLearningRate">The rate lr of the first step.</param>
/// <param name="decaySteps">The number of steps of the decay.</param>
/// <param name="endLearningRate">The rate at the end; 0.0001 by default.</param>
/// <param name="power">The exponent; 1 by default, a straight line.</param>
/// <param name="cycle">A value indicating whether the rate rises again after each decay; false by default.</param>
[Configurable]
public sealed partial class PolynomialDecay(
    float initialLearningRate, int decaySteps, float endLearningRate = 0.0001f, float power = 1, bool cycle = false) : LearningRateSchedule
{
    private readonly float initialLearningRate = Require.NonNegative(initialLearningRate);
    private readonly int decaySteps = Require.Positive(decaySteps);
    private readonly float endLearningRate = Require.NonNegative(endLearningRate);
    private readonly float power = Require.Positive(power);

    /// <inheritdoc/>
    public override float At(long step)
    {
        Require.NonNegative(step);
        double cycles = cycle ? Math.Max(1, Math.Ceiling((double)step / decaySteps)) : 1;
        double done = Math.Min(1, step / (decaySteps * cycles));
        return (float)(((double)initialLearningRate - endLearningRate) * Math.Pow(1 - done, power) + endLearningRate);
    }
}
