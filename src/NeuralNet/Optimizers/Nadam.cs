using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with Nesterov's momentum: with uₜ = β₁·(1 − ½·0.96ᵗ) and Uₜ = u₁·…·uₜ,
/// m̂ = uₜ₊₁·m/(1 − Uₜ₊₁) + (1 − uₜ)·g/(1 − Uₜ), w ← w − lr·m̂/(√(v/(1 − β₂ᵗ)) + ε). Dozat, "Incorporating Nesterov momentum into
/// Adam", 2016; Keras: optimizers/nadam.py.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 by default.</param>
/// <param name="beta1">The fraction of the mean gradient that is kept from step to step; 0.9 by default.</param>
/// <param name="beta2">The fraction of the mean square that is kept from step to step; 0.999 by default.</param>
/// <param name="epsilon">The number that keeps the divisor from 0; 10⁻⁷ by default.</param>
/// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
[Configurable]
public sealed partial class Nadam(
    LearningRateSchedule? learningRate = null, [Setting("beta_1")] float beta1 = 0.9f, [Setting("beta_2")] float beta2 = 0.999f,
    float epsilon = 1e-7f)
    : Optimizer(learningRate ?? 0.001f)
{
    /// <summary>
    /// The products Π (1 − ½·0.96ⁱ) for i from 1 to the index, by which Uₜ = β₁ᵗ·[t] is computed without state. From 1000 factors on, the
    /// product no longer changes in double precision.
    /// </summary>
    private static readonly double[] WarmUp = WarmUpProducts(1000);

    private readonly float beta1 = Require.FractionBelowOne(beta1);
    private readonly float beta2 = Require.FractionBelowOne(beta2);
    private readonly float epsilon = Require.NonNegative(epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames { get; } = ["momentum", "velocity"];

    /// <inheritdoc/>
    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        long t = state.Step;
        double momentum = Momentum(t), next = Momentum(t + 1), product = MomentumProduct(t);
        var rule = new Rule(
            beta1, beta2, epsilon,
            meanFactor: (float)(state.LearningRate * next / (1 - product * next)),
            gradientFactor: (float)(state.LearningRate * (1 - momentum) / (1 - product)),
            squareFactor: (float)(1 / (1 - Math.Pow(beta2, t))));
        UpdateLoop.Run(value, gradient, rule, state.Slot(0), state.Slot(1));
    }

    private double Momentum(long step) => beta1 * WarmUpFactor(step);

    private double MomentumProduct(long step) => Math.Pow(beta1, step) * WarmUp[Math.Min(step, WarmUp.Length - 1)];

    private static double WarmUpFactor(long step) => 1 - 0.5 * Math.Pow(0.96, step);

    private static double[] WarmUpProducts(int length)
    {
        var products = new double[length + 1];
        products[0] = 1;
        for (int i = 1; i <= length; i++)
            products[i] = products[i - 1] * WarmUpFactor(i);
        return products;
    }

    private readonly struct Rule(
        float beta1, float beta2, float epsilon, float meanFactor, float gradientFactor, float squareFactor) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots)
        {
            slots.First += (gradient - slots.First) * (1 - beta1);
            slots.Second += (gradient * gradient - slots.Second) * (1 - beta2);
            value -= (slots.First * meanFactor + gradient * gradientFactor)
                / (Vector.SquareRoot(slots.Second * squareFactor) + new Vector<float>(epsilon));
        }
    }
}
