using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The rule that scales each gradient by the ratio of the last steps to the last gradients: a ← ρ·a + (1 − ρ)·g²,
/// δ = √(d + ε)/√(a + ε)·g, d ← ρ·d + (1 − ρ)·δ², w ← w − lr·δ. A learning rate of 1 gives the method as published. Zeiler, "Adadelta: an
/// adaptive learning rate method", 2012; Keras: optimizers/adadelta.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="rho">The fraction of the mean squares that is kept from step to step; 0.95 by default.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <exception cref="ArgumentOutOfRangeException">Rho is not in [0, 1), or epsilon is negative.</exception>
[Configurable]
public sealed partial class Adadelta(LearningRateSchedule? learningRate = null, float rho = 0.95f, float epsilon = 1e-7f)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float rho = Require.FractionBelowOne(rho);
    private readonly float epsilon = Require.NonNegative(epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["accumulated_grad", "accumulated_delta_var"];

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, rho, epsilon), state.Slot(0), state.Slot(1));

    private readonly struct Rule(float learningRate, float rho, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            var offset = new Vector<float>(epsilon);
            slots.First += (gradient * gradient - slots.First) * (1 - rho);
            Vector<float> step = Vector.SquareRoot(slots.Second + offset) * gradient / Vector.SquareRoot(slots.First + offset);
            slots.Second += (step * step - slots.Second) * (1 - rho);
            value -= step * learningRate;
        }
    }
}
