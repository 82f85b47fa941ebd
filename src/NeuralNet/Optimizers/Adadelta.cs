using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Steps in the proportion of the last steps to the last gradients: a ← ρ·a + (1 − ρ)·g², δ = √(d + ε)/√(a + ε)·g,
/// d ← ρ·d + (1 − ρ)·δ², w ← w − lr·δ. With a learning rate of 1 it is the method as published. Zeiler, "Adadelta: an adaptive learning
/// rate method", 2012; Keras: optimizers/adadelta.py.
/// </summary>
public sealed class Adadelta : Optimizer
{
    private readonly float rho, epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="rho">How much of the mean squares stays from step to step, 0.95 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rho is not in [0, 1), or epsilon is negative.</exception>
    public Adadelta(LearningRateSchedule? learningRate = null, float rho = 0.95f, float epsilon = 1e-7f)
        : base(learningRate ?? 0.001f)
    {
        this.rho = Require.FractionBelowOne(rho);
        this.epsilon = Require.NonNegative(epsilon);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["accumulated_grad", "accumulated_delta_var"];

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, rho, epsilon), state.Slot(0), state.Slot(1));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("rho", rho);
        configuration.Set("epsilon", epsilon);
    }

    internal static Adadelta From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration), configuration.GetSingle("rho", 0.95f), configuration.GetSingle("epsilon", 1e-7f));

    private readonly struct Rule(float learningRate, float rho, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            var least = new Vector<float>(epsilon);
            slots.First += (gradient * gradient - slots.First) * (1 - rho);
            Vector<float> step = Vector.SquareRoot(slots.Second + least) * gradient / Vector.SquareRoot(slots.First + least);
            slots.Second += (step * step - slots.Second) * (1 - rho);
            value -= step * learningRate;
        }
    }
}
