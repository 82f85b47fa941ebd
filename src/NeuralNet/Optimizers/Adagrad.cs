using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The rule whose steps shrink with the sum of all squared gradients so far: a ← a + g², w ← w − lr·g/√(a + ε). Duchi, Hazan and Singer,
/// "Adaptive subgradient methods for online learning and stochastic optimization", 2011; Keras: optimizers/adagrad.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="initialAccumulatorValue">The initial sum of squares; 0.1 by default.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The initial value or epsilon is negative.</exception>
[Configurable]
public sealed partial class Adagrad(
    LearningRateSchedule? learningRate = null, float initialAccumulatorValue = 0.1f, float epsilon = 1e-7f)
    : Optimizer(learningRate ?? 0.001f)
{
    private readonly float initialAccumulatorValue = Require.NonNegative(initialAccumulatorValue);
    private readonly float epsilon = Require.NonNegative(epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["accumulator"];

    /// <inheritdoc/>
    public override void InitializeSlot(int index, ReadOnlySpan<float> value, Span<float> slot) => slot.Fill(initialAccumulatorValue);

    /// <summary>
    /// Gets a value indicating whether an accumulator stays unchanged where its gradient is 0: unless the accumulator begins with 0 and
    /// epsilon is 0, so that the step is 0/√0, or the accumulator is so small that an update sets it to 0.
    /// </summary>
    public override bool IgnoresZeroGradients =>
        initialAccumulatorValue == 0 ? epsilon > 0 : initialAccumulatorValue >= UpdateLoop.MinMagnitude;

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, epsilon), state.Slot(0));

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
