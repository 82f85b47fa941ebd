using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with the greatest gradient in the place of the mean square: m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g|),
/// w ← w − lr/(1 − β₁ᵗ)·m/(u + ε). Kingma and Ba, 2015, section 7; Keras: optimizers/adamax.py.
/// </summary>
public sealed class Adamax : Optimizer
{
    private readonly float beta1, beta2, epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    /// <param name="beta2">How much of the greatest gradient stays from step to step, 0.999 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
    public Adamax(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f)
        : base(learningRate ?? 0.001f)
    {
        this.beta1 = Require.FractionBelowOne(beta1);
        this.beta2 = Require.FractionBelowOne(beta2);
        this.epsilon = Require.NonNegative(epsilon);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum", "norm"];

    /// <inheritdoc/>
    public override float StepSize(float learningRate, long step) => (float)(learningRate / (1 - Math.Pow(beta1, step)));

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.StepSize, beta1, beta2, epsilon), state.Slot(0), state.Slot(1));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("beta_1", beta1);
        configuration.Set("beta_2", beta2);
        configuration.Set("epsilon", epsilon);
    }

    internal static Adamax From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("beta_1", 0.9f),
        configuration.GetSingle("beta_2", 0.999f),
        configuration.GetSingle("epsilon", 1e-7f));

    private readonly struct Rule(float stepSize, float beta1, float beta2, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += (gradient - slots.First) * (1 - beta1);
            slots.Second = Vector.Max(slots.Second * beta2, Vector.Abs(gradient));
            value -= slots.First * stepSize / (slots.Second + new Vector<float>(epsilon));
        }
    }
}
