using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with a decaying maximum of the gradient's magnitude instead of the mean square: m ← β₁·m + (1 − β₁)·g,
/// u ← max(β₂·u, |g|), w ← w − lr/(1 − β₁ᵗ)·m/(u + ε). Kingma and Ba, 2015, section 7; Keras: optimizers/adamax.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="beta1">The fraction of the mean gradient that is kept from step to step; 0.9 by default.</param>
/// <param name="beta2">The fraction of the maximum that is kept from step to step; 0.999 by default.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
[Configurable]
public sealed partial class Adamax(
    LearningRateSchedule? learningRate = null, [Setting("beta_1")] float beta1 = 0.9f, [Setting("beta_2")] float beta2 = 0.999f,
    float epsilon = 1e-7f)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float beta1 = Require.FractionBelowOne(beta1);
    private readonly float beta2 = Require.FractionBelowOne(beta2);
    private readonly float epsilon = Require.NonNegative(epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum", "norm"];

    /// <inheritdoc/>
    public override float StepSize(float learningRate, long step) => (float)(learningRate / (1 - Math.Pow(beta1, step)));

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.StepSize, beta1, beta2, epsilon), state.Slot(0), state.Slot(1));

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
