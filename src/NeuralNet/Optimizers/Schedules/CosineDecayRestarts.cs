namespace NeuralNet;

/// <summary>
/// Consecutive cosine decays, each of which is tMul times as long as the previous one and begins at mMul times its rate. Loshchilov and
/// Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; Keras: optimizers/schedules/learning_rate_schedule.py,
/// <c>CosineDecayRestarts</c>.
/// </summary>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="firstDecaySteps">The number of steps of the first decay.</param>
/// <param name="tMul">The factor of the lengths, at least 1; 2 by default.</param>
/// <param name="mMul">The factor of the rates, 1 by default.</param>
/// <param name="alpha">The fraction of the initial rate that is the minimum; 0 by default.</param>
[Configurable]
public sealed partial class CosineDecayRestarts(
    float initialLearningRate, int firstDecaySteps, float tMul = 2, float mMul = 1, float alpha = 0) : LearningRateSchedule
{
    private readonly float initialLearningRate = Require.NonNegative(initialLearningRate);
    private readonly int firstDecaySteps = Require.Positive(firstDecaySteps);
    private readonly float tMul = Require.AtLeast(1f, tMul);
    private readonly float mMul = Require.NonNegative(mMul);
    private readonly float alpha = Require.Fraction(alpha);

    /// <inheritdoc/>
    public override float At(long step)
    {
        (double restarts, double done) = Place((double)Require.NonNegative(step) / firstDecaySteps);
        double cosine = 0.5 * Math.Pow(mMul, restarts) * (1 + Math.Cos(Math.PI * done));
        return (float)(initialLearningRate * ((1 - alpha) * cosine + alpha));
    }

    /// <summary>
    /// Returns the number of completed decays and the fraction of the current one from the time in lengths of the first: n decays take
    /// (1 − tMulⁿ)/(1 − tMul) lengths.
    /// </summary>
    private (double Restarts, double Done) Place(double time)
    {
        if (tMul == 1)
            return (Math.Floor(time), time - Math.Floor(time));
        double restarts = Math.Floor(Math.Log(1 - time * (1 - tMul)) / Math.Log(tMul));
        double length = Math.Pow(tMul, restarts);
        return (restarts, (time - (1 - length) / (1 - tMul)) / length);
    }
}
