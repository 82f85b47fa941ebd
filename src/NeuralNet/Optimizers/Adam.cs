using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The rule that adapts the step of each value to the running means of the gradient and its square:
/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − α·m/(√v + ε) with α = lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ).
/// As in Keras, ε is added after α has corrected the means ("epsilon hat"). With AMSGrad, the maximum of v so far replaces v.
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015; Reddi, Kale and Kumar, "On the convergence of Adam and beyond",
/// 2018; Keras: optimizers/adam.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="beta1">The fraction of the mean gradient that is kept from step to step; 0.9 by default.</param>
/// <param name="beta2">The fraction of the mean square that is kept from step to step; 0.999 by default.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <param name="amsgrad">
/// A value indicating whether the step is divided by the maximum of all mean squares so far; false by default.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
[Configurable]
public partial class Adam(
    LearningRateSchedule? learningRate = null, [Setting("beta_1")] float beta1 = 0.9f, [Setting("beta_2")] float beta2 = 0.999f,
    float epsilon = 1e-7f, bool amsgrad = false)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float beta1 = Require.FractionBelowOne(beta1);
    private readonly float beta2 = Require.FractionBelowOne(beta2);
    private readonly float epsilon = Require.NonNegative(epsilon);
    private readonly bool amsgrad = amsgrad;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> SlotNames { get; } =
        amsgrad ? ["momentum", "velocity", "velocity_hat"] : ["momentum", "velocity"];

    /// <inheritdoc/>
    public sealed override float StepSize(float learningRate, long step) =>
        (float)(learningRate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step)));

    /// <inheritdoc/>
    public sealed override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        if (amsgrad)
            UpdateLoop.Run(
                value, gradient, new AmsgradRule(state.StepSize, beta1, beta2, epsilon), state.Slot(0), state.Slot(1), state.Slot(2));
        else
            UpdateLoop.Run(value, gradient, new Rule(state.StepSize, beta1, beta2, epsilon), state.Slot(0), state.Slot(1));
    }

    private readonly struct Rule(float stepSize, float beta1, float beta2, float epsilon) : IUpdateRule
    {
        private readonly Vector<float> stepSize = new(stepSize), epsilon = new(epsilon);
        private readonly Vector<float> freshMean = new(1 - beta1), freshSquare = new(1 - beta2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += (gradient - slots.First) * freshMean;
            slots.Second += (gradient * gradient - slots.Second) * freshSquare;
            value -= slots.First * stepSize / (Vector.SquareRoot(slots.Second) + epsilon);
        }
    }

    private readonly struct AmsgradRule(float stepSize, float beta1, float beta2, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += (gradient - slots.First) * (1 - beta1);
            slots.Second += (gradient * gradient - slots.Second) * (1 - beta2);
            slots.Third = Vector.Max(slots.Third, slots.Second);
            value -= slots.First * stepSize / (Vector.SquareRoot(slots.Third) + new Vector<float>(epsilon));
        }
    }
}
