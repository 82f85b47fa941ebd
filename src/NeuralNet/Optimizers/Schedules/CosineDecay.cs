namespace NeuralNet;

/// <summary>
/// The learning rate lr·((1 − α)·½·(1 + cos(π·step/steps)) + α), and lr·α after that. With a warm-up, the rate first rises linearly to its
/// target, from which the decay begins: warmupSteps + decaySteps in total. Loshchilov and Hutter, "SGDR: stochastic gradient
/// descent with warm restarts", 2017; Keras: optimizers/schedules/learning_rate_schedule.py, <c>CosineDecay</c>.
/// </summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">The number of steps of the decay.</param>
/// <param name="alpha">The fraction α of the rate at the end; 0 by default.</param>
/// <param name="warmupTarget">The rate at the end of the warm-up; null, the default, for no warm-up.</param>
/// <param name="warmupSteps">The number of steps of the warm-up.</param>
[Configurable]
public sealed partial class CosineDecay(
    float initialLearningRate, int decaySteps, float alpha = 0, float? warmupTarget = null, int warmupSteps = 0) : LearningRateSchedule
{
    private readonly float initialLearningRate = Require.NonNegative(initialLearningRate);
    private readonly int decaySteps = Require.Positive(decaySteps);
    private readonly float alpha = Require.Fraction(alpha);
    private readonly float? warmupTarget = warmupTarget is float target ? Require.NonNegative(target, nameof(warmupTarget)) : null;
    private readonly int warmupSteps = Require.NonNegative(warmupSteps);

    /// <inheritdoc/>
    public override float At(long step)
    {
        Require.NonNegative(step);
        if (warmupTarget is not float target)
            return Decay(step, initialLearningRate);
        return step < warmupSteps
            ? (float)(initialLearningRate + ((double)target - initialLearningRate) * step / warmupSteps)
            : Decay(step - warmupSteps, target);
    }

    private float Decay(long step, float from)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, decaySteps) / decaySteps));
        return (float)(from * ((1 - alpha) * cosine + alpha));
    }
}
