using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The rule that divides each gradient by its running root mean square: v ← ρ·v + (1 − ρ)·g², w ← w − lr·g/√(v + ε). Centered, the square
/// of the running mean is subtracted from v, which leaves the variance; with momentum, m ← momentum·m + lr·g/√(v + ε), w ← w − m. Tieleman
/// and Hinton, "Lecture 6.5: RMSProp", 2012; Keras: optimizers/rmsprop.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="rho">The fraction of the means that is kept from step to step; 0.9 by default.</param>
/// <param name="momentum">The fraction of a step that is added to the next, from 0 (none, the default) to 1.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <param name="centered">A value indicating whether gradients are divided by their standard deviation; false by default.</param>
/// <exception cref="ArgumentOutOfRangeException">Rho is not in [0, 1), the momentum not in [0, 1], or epsilon is negative.</exception>
[Configurable("rmsprop")]
public sealed partial class RMSprop(
    LearningRateSchedule? learningRate = null, float rho = 0.9f, float momentum = 0, float epsilon = 1e-7f, bool centered = false)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float rho = Require.FractionBelowOne(rho);
    private readonly float momentum = Require.Fraction(momentum);
    private readonly float epsilon = Require.NonNegative(epsilon);
    private readonly bool centered = centered;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = (momentum > 0, centered) switch
    {
        (false, false) => ["velocity"],
        (true, false) => ["velocity", "momentum"],
        (false, true) => ["velocity", "average_gradient"],
        (true, true) => ["velocity", "momentum", "average_gradient"],
    };

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        Span<float> velocity = state.Slot(0);
        Span<float> lastStep = momentum > 0 ? state.Slot(1) : default;
        Span<float> average = centered ? state.Slot(SlotNames.Count - 1) : default;
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, rho, momentum, epsilon, centered), velocity, lastStep, average);
    }

    /// <summary>
    /// The rule for the slots v, m and the mean gradient. A slot that is not kept is 0, which removes it from the formula.
    /// </summary>
    private readonly struct Rule(float learningRate, float rho, float momentum, float epsilon, bool centered) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += (gradient * gradient - slots.First) * (1 - rho);
            if (centered)
                slots.Third += (gradient - slots.Third) * (1 - rho);
            Vector<float> variance = slots.First - slots.Third * slots.Third;
            slots.Second = slots.Second * momentum + gradient * learningRate / Vector.SquareRoot(variance + new Vector<float>(epsilon));
            value -= slots.Second;
        }
    }
}
