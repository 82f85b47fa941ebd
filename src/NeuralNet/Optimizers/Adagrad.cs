using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Steps that shrink with all gradients so far: a ← a + g², w ← w − lr·g/√(a + ε). Duchi, Hazan and Singer, "Adaptive subgradient
/// methods for online learning and stochastic optimization", 2011; Keras: optimizers/adagrad.py.
/// </summary>
public sealed class Adagrad : Optimizer
{
    private readonly float initialAccumulatorValue, epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="initialAccumulatorValue">What the sum of squares begins with, 0.1 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The initial value or epsilon is negative.</exception>
    public Adagrad(LearningRateSchedule? learningRate = null, float initialAccumulatorValue = 0.1f, float epsilon = 1e-7f)
        : base(learningRate ?? 0.001f)
    {
        this.initialAccumulatorValue = Require.NonNegative(initialAccumulatorValue);
        this.epsilon = Require.NonNegative(epsilon);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["accumulator"];

    /// <inheritdoc/>
    public override void InitializeSlot(int index, ReadOnlySpan<float> value, Span<float> slot) => slot.Fill(initialAccumulatorValue);

    /// <summary>
    /// True unless an accumulator without gradients could change: one that begins with 0 and divides by √0, or one that is so small that
    /// an update takes it for 0.
    /// </summary>
    public override bool IgnoresZeroGradients =>
        initialAccumulatorValue == 0 ? epsilon > 0 : initialAccumulatorValue >= UpdateLoop.Smallest;

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, epsilon), state.Slot(0));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("initial_accumulator_value", initialAccumulatorValue);
        configuration.Set("epsilon", epsilon);
    }

    internal static Adagrad From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("initial_accumulator_value", 0.1f),
        configuration.GetSingle("epsilon", 1e-7f));

    private readonly struct Rule(float learningRate, float epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += gradient * gradient;
            value -= gradient * learningRate / Vector.SquareRoot(slots.First + new Vector<float>(epsilon));
        }
    }
}
