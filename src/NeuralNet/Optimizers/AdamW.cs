namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay: each step begins with w ← w − w·decay·lr. Loshchilov and Hutter, "Decoupled weight
/// decay regularization", 2019; Keras: optimizers/adamw.py.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="weightDecay">The decay, 0.004 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    /// <param name="beta2">How much of the mean square stays from step to step, 0.999 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <param name="amsgrad">Whether to divide by the greatest mean square so far; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay or epsilon is negative, or a beta is not in [0, 1).</exception>
    public AdamW(
        LearningRateSchedule? learningRate = null, float weightDecay = 0.004f,
        float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, bool amsgrad = false)
        : base(learningRate, beta1, beta2, epsilon, amsgrad) => WeightDecay = Require.NonNegative(weightDecay);

    internal static new AdamW From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("weight_decay", 0.004f),
        configuration.GetSingle("beta_1", 0.9f),
        configuration.GetSingle("beta_2", 0.999f),
        configuration.GetSingle("epsilon", 1e-7f),
        configuration.GetBoolean("amsgrad", false));
}
