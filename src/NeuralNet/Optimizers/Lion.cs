using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The rule whose steps have one size for all values and the direction of a sign: w ← w − lr·sign(β₁·m + (1 − β₁)·g),
/// m ← β₂·m + (1 − β₂)·g. Learning rates are 3 to 10 times smaller than those of <see cref="Adam"/>. Chen et al., "Symbolic discovery of
/// optimization algorithms", 2023; Keras: optimizers/lion.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="beta1">The weight of the momentum in the step, against the gradient; greater than 0 and at most 1, 0.9 by default.</param>
/// <param name="beta2">The fraction of the momentum that is kept from step to step, from 0 to 1; 0.99 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">beta1 is not in (0, 1], or beta2 is not in [0, 1].</exception>
[Configurable]
public sealed partial class Lion(
    LearningRateSchedule? learningRate = null, [Setting("beta_1")] float beta1 = 0.9f, [Setting("beta_2")] float beta2 = 0.99f)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float beta1 = Require.PositiveFraction(beta1);
    private readonly float beta2 = Require.Fraction(beta2);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum"];

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, beta1, beta2), state.Slot(0));

    private readonly struct Rule(float learningRate, float beta1, float beta2) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            value -= VectorMath.Sign(slots.First * beta1 + gradient * (1 - beta1)) * learningRate;
            slots.First = slots.First * beta2 + gradient * (1 - beta2);
        }
    }
}
