namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay: each step begins with w ← w − w·decay·lr. Loshchilov and Hutter, "Decoupled weight
/// decay regularization", 2019; Keras: optimizers/adamw.py.
/// </summary>
[Configurable("adamw")]
public sealed partial class AdamW : Adam
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
    /// <param name="weightDecay">The decay; 0.004 by default.</param>
    /// <param name="beta1">The fraction of the mean gradient that is kept from step to step; 0.9 by default.</param>
    /// <param name="beta2">The fraction of the mean square that is kept from step to step; 0.999 by default.</param>
    /// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <param name="amsgrad">
    /// A value indicating whether the step is divided by the maximum of all mean squares so far; false by default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The decay or epsilon is negative, or a beta is not in [0, 1).</exception>
    public AdamW(
        LearningRateSchedule? learningRate = null, float weightDecay = 0.004f, [Setting("beta_1")] float beta1 = 0.9f,
        [Setting("beta_2")] float beta2 = 0.999f, float epsilon = 1e-7f, bool amsgrad = false)
        : base(learningRate, beta1, beta2, epsilon, amsgrad) => WeightDecay = Require.NonNegative(weightDecay);
}
