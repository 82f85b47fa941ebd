using System.Numerics;

namespace NeuralNet;

/// <summary>
/// Steps of a size of their own for each value, from running means of the gradient and its square:
/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − α·m/(√v + ε) with α = lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ).
/// As in Keras, ε is added after α has corrected the means ("epsilon hat"). Kingma and Ba, "Adam: a method for stochastic
/// optimization", 2015; Keras: optimizers/adam.py.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly float beta1, beta2, epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    /// <param name="beta2">How much of the mean square stays from step to step, 0.999 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
    public Adam(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f)
        : base(learningRate ?? 0.001f)
    {
        this.beta1 = Require.FractionBelowOne(beta1);
        this.beta2 = Require.FractionBelowOne(beta2);
        this.epsilon = Require.NonNegative(epsilon);
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> SlotNames { get; } = ["momentum", "velocity"];

    /// <inheritdoc/>
    protected internal override float StepSize(float learningRate, long step) =>
        (float)(learningRate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step)));

    /// <inheritdoc/>
    protected internal override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, state.Slot(0), state.Slot(1), new Rule(state.StepSize, beta1, beta2, epsilon));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("beta_1", beta1);
        configuration.Set("beta_2", beta2);
        configuration.Set("epsilon", epsilon);
    }

    internal static Adam From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration, 0.001f),
        configuration.GetSingle("beta_1", 0.9f),
        configuration.GetSingle("beta_2", 0.999f),
        configuration.GetSingle("epsilon", 1e-7f))
    {
        ClipNorm = OptimizerSettings.ClipNorm(configuration),
        ClipValue = OptimizerSettings.ClipValue(configuration),
        GlobalClipNorm = OptimizerSettings.GlobalClipNorm(configuration),
        WeightDecay = OptimizerSettings.WeightDecay(configuration),
    };

    private readonly struct Rule(float stepSize, float beta1, float beta2, float epsilon) : ITwoSlotRule
    {
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref Vector<float> mean, ref Vector<float> meanSquare)
        {
            mean += (gradient - mean) * (1 - beta1);
            meanSquare += (gradient * gradient - meanSquare) * (1 - beta2);
            value -= mean * stepSize / (Vector.SquareRoot(meanSquare) + new Vector<float>(epsilon));
        }
    }
}
