using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// <see cref="Adam"/> with Nesterov's momentum: with uₜ = β₁·(1 − ½·0.96ᵗ) and Uₜ = u₁·…·uₜ,
/// m̂ = uₜ₊₁·m/(1 − Uₜ₊₁) + (1 − uₜ)·g/(1 − Uₜ), w ← w − lr·m̂/(√(v/(1 − β₂ᵗ)) + ε). Dozat, "Incorporating Nesterov momentum into
/// Adam", 2016; Keras: optimizers/nadam.py.
/// </summary>
public sealed class Nadam : Optimizer
{
    /// <summary>
    /// Π (1 − ½·0.96ⁱ) for i from 1 to the index, so that Uₜ = β₁ᵗ·[t] needs no memory from step to step. After 1000 factors the
    /// product changes no more in double precision.
    /// </summary>
    private static readonly double[] WarmUp = MakeWarmUp(1000);

    private readonly float beta1, beta2, epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule, 0.001 by default.</param>
    /// <param name="beta1">How much of the mean gradient stays from step to step, 0.9 by default.</param>
    /// <param name="beta2">How much of the mean square stays from step to step, 0.999 by default.</param>
    /// <param name="epsilon">Keeps the divisor from 0; 10⁻⁷ by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A beta is not in [0, 1), or epsilon is negative.</exception>
    public Nadam(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f)
        : base(learningRate ?? 0.001f)
    {
        this.beta1 = Require.FractionBelowOne(beta1);
        this.beta2 = Require.FractionBelowOne(beta2);
        this.epsilon = Require.NonNegative(epsilon);
    }

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

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("beta_1", beta1);
        configuration.Set("beta_2", beta2);
        configuration.Set("epsilon", epsilon);
    }

    internal static Nadam From(Configuration configuration) => new(
        OptimizerSettings.LearningRate(configuration),
        configuration.GetSingle("beta_1", 0.9f),
        configuration.GetSingle("beta_2", 0.999f),
        configuration.GetSingle("epsilon", 1e-7f));

    private double Momentum(long step) => beta1 * WarmUpFactor(step);

    private double MomentumProduct(long step) => Math.Pow(beta1, step) * WarmUp[Math.Min(step, WarmUp.Length - 1)];

    private static double WarmUpFactor(long step) => 1 - 0.5 * Math.Pow(0.96, step);

    private static double[] MakeWarmUp(int length)
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
