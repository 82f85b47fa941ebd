using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Steps of one size for all values, in the direction of the sign: w ← w − lr·sign(β₁·m + (1 − β₁)·g), m ← β₂·m + (1 − β₂)·g. Learning
/// rates are 3 to 10 times smaller than Adam's. Chen et al., "Symbolic discovery of optimization algorithms", 2023;
/// Keras: optimizers/lion.py.
/// </summary>
public sealed class Lion : Optimizer
{
    private readonly float beta1, beta2;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="beta1">
    /// How much of the momentum, against the gradient, goes into the step; greater than 0 and at most 1, 0.9 by default.
    /// </param>
    /// <param name="beta2">How much of the momentum stays from step to step, from 0 to 1; 0.99 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">beta1 is not in (0, 1], or beta2 is not in [0, 1].</exception>
    public Lion(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.99f)
        : base(learningRate ?? 0.001f)
    {
        this.beta1 = Require.PositiveFraction(beta1);
        this.beta2 = Require.Fraction(beta2);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum"];

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
        UpdateLoop.Run(value, gradient, new Rule(state.LearningRate, beta1, beta2), state.Slot(0));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("beta_1", beta1);
        configuration.Set("beta_2", beta2);
    }

    internal static Lion From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration), configuration.GetSingle("beta_1", 0.9f), configuration.GetSingle("beta_2", 0.99f));

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
