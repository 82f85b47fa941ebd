using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Steps divided by the running root mean square of the gradient: v ← ρ·v + (1 − ρ)·g², w ← w − lr·g/√(v + ε). Centered, the square of
/// the running mean is taken from v, which leaves the variance; with momentum, m ← momentum·m + lr·g/√(v + ε), w ← w − m. Tieleman and
/// Hinton, "Lecture 6.5: RMSProp", 2012; Keras: optimizers/rmsprop.py.
/// </summary>
public sealed class RMSprop : Optimizer
{
    private readonly float rho, momentum, epsilon;
    private readonly bool centered;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="rho">How much of the means stays from step to step, 0.9 by default.</param>
    /// <param name="momentum">How much of the last step goes into the next, from 0 (none, the default) to 1.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <param name="centered">Whether to divide by the deviation from the mean gradient; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rho is not in [0, 1), the momentum not in [0, 1], or epsilon is negative.</exception>
    public RMSprop(
        LearningRateSchedule? learningRate = null, float rho = 0.9f, float momentum = 0, float epsilon = 1e-7f, bool centered = false)
        : base(learningRate ?? 0.001f)
    {
        this.rho = Require.FractionBelowOne(rho);
        this.momentum = Require.Fraction(momentum);
        this.epsilon = Require.NonNegative(epsilon);
        this.centered = centered;
        SlotNames = (momentum > 0, centered) switch
        {
            (false, false) => ["velocity"],
            (true, false) => ["velocity", "momentum"],
            (false, true) => ["velocity", "average_gradient"],
            (true, true) => ["velocity", "momentum", "average_gradient"],
        };
    }

    /// <inheritdoc/>
    protected internal override string ClassName => "RMSprop";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; }

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        Span<float> velocity = state.Slot(0);
        Span<float> lastStep = momentum > 0 ? state.Slot(1) : default;
        Span<float> average = centered ? state.Slot(SlotNames.Count - 1) : default;
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, rho, momentum, epsilon, centered), velocity, lastStep, average);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("rho", rho);
        configuration.Set("momentum", momentum);
        configuration.Set("epsilon", epsilon);
        configuration.Set("centered", centered);
    }

    internal static RMSprop From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("rho", 0.9f),
        configuration.GetSingle("momentum", 0),
        configuration.GetSingle("epsilon", 1e-7f),
        configuration.GetBoolean("centered", false));

    /// <summary>The slots are v, m and the mean gradient; one that is not kept is 0, which leaves it out of the formula.</summary>
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
