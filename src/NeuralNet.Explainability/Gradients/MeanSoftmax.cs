using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// The mean derivative of softmax along the straight path between two rows of logits, ∫₀¹ J(z₀ + t·(z − z₀)) dt with
/// J·g = y·(g − y·g), to the accuracy of single precision on any path; a vector of points is computed at a time.
/// </summary>
/// <remarks>
/// Let D be the maximum minus the minimum change of a logit. All terms of Σ exp(zᵢ(t)) have phases within D·|Im t|, so that the sum
/// has no zero where |Im t| &lt; π/D, and the integrand is analytic there; where |Im t| = θπ/D it is at most (1 + 1/c)/c times the
/// maximum |g|, c = cos(θπ/2). The rule of Gauss and Legendre with n points then errs by less than
/// 32/15·(1 + 1/c)/c·ρ^(2−2n)/(1 − ρ⁻²), where ρ = b + √(1 + b²) and b = 2θπ/D (Trefethen, "Approximation theory and approximation
/// practice", 2013, theorem 19.3). <see cref="Rules"/> has, for each n, the maximum D for which this is below 2⁻²⁴ for the best θ.
/// Steeper paths are halved; logits that stay far below another on a part of the path do not count there.
/// </remarks>
internal sealed class MeanSoftmax
{
    /// <summary>The difference of two logits at which the term of the smaller one is 0 in single precision.</summary>
    private const float FarBelow = 40;

    /// <summary>The minimum part of the path that single precision resolves.</summary>
    private const float MinPart = 1f / (1 << 20);

    private static readonly Rule[] Rules = [new(8, 2.6f), new(16, 7.2f), new(24, 11.5f), new(32, 15.7f), new(48, 23.7f), new(64, 31.6f)];

    private readonly float[] change;
    private readonly Vector<float>[] terms, sums;
    private float wholeSteepness;

    /// <summary>Allocates the memory.</summary>
    /// <param name="length">The number of logits in a row.</param>
    public MeanSoftmax(int length)
    {
        change = new float[length];
        terms = new Vector<float>[length];
        sums = new Vector<float>[length];
    }

    /// <summary>gradient ← the mean derivative times the gradient.</summary>
    public void Multiply(ReadOnlySpan<float> from, ReadOnlySpan<float> to, Span<float> gradient)
    {
        (float minimum, float maximum) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < change.Length; i++)
        {
            float own = to[i] - from[i];
            (change[i], minimum, maximum) = (own, Math.Min(minimum, own), Math.Max(maximum, own));
            sums[i] = Vector<float>.Zero;
        }

        wholeSteepness = maximum - minimum;
        Add(from, gradient, 0, 1);
        for (int i = 0; i < sums.Length; i++)
            gradient[i] = Vector.Sum(sums[i]);
    }

    /// <summary>Adds the integral over a part of the path.</summary>
    private void Add(ReadOnlySpan<float> from, ReadOnlySpan<float> gradient, float start, float length)
    {
        (float steepness, bool isSettled) = Steepness(from, start, length);
        if (isSettled)
            return;
        Rule rule = RuleFor(steepness);
        if (steepness <= rule.MaxSteepness || length <= MinPart || !float.IsFinite(steepness))
        {
            Add(from, gradient, start, length, rule);
            return;
        }

        Add(from, gradient, start, length / 2);
        Add(from, gradient, start + length / 2, length / 2);
    }

    /// <summary>Returns the smallest rule that suffices, or the largest if none does.</summary>
    private static Rule RuleFor(float steepness)
    {
        foreach (Rule rule in Rules)
        {
            if (steepness <= rule.MaxSteepness)
                return rule;
        }

        return Rules[^1];
    }

    private void Add(ReadOnlySpan<float> from, ReadOnlySpan<float> gradient, float start, float length, Rule rule)
    {
        for (int point = 0; point < rule.Points; point += Vector<float>.Count)
        {
            Vector<float> t = new Vector<float>(rule.Nodes, point) * length + new Vector<float>(start);
            var maximum = new Vector<float>(float.NegativeInfinity);
            for (int i = 0; i < change.Length; i++)
                maximum = Vector.Max(maximum, Logit(from, i, t));
            Vector<float> sum = Vector<float>.Zero, product = Vector<float>.Zero;
            for (int i = 0; i < change.Length; i++)
            {
                Vector<float> term = Vector.Exp(Logit(from, i, t) - maximum);
                terms[i] = term;
                sum += term;
                product += term * gradient[i];
            }

            Vector<float> weight = new Vector<float>(rule.Weights, point) * length / sum, mean = product / sum;
            for (int i = 0; i < change.Length; i++)
                sums[i] += terms[i] * weight * (new Vector<float>(gradient[i]) - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Logit(ReadOnlySpan<float> from, int index, Vector<float> t) =>
        t * change[index] + new Vector<float>(from[index]);

    /// <summary>
    /// Computes D of a part of the path over the logits that count there, and whether only one counts, so that the derivative is 0.
    /// </summary>
    private (float Steepness, bool IsSettled) Steepness(ReadOnlySpan<float> from, float start, float length)
    {
        if (wholeSteepness * length <= Rules[^1].MaxSteepness)
            return (wholeSteepness * length, false);

        int leader = 0;
        float middle = start + length / 2, end = start + length;
        for (int i = 1; i < change.Length; i++)
        {
            if (from[i] + middle * change[i] > from[leader] + middle * change[leader])
                leader = i;
        }

        float minimum = change[leader], maximum = change[leader];
        bool isSettled = true;
        for (int i = 0; i < change.Length; i++)
        {
            float behindAtStart = from[leader] - from[i] + start * (change[leader] - change[i]);
            float behindAtEnd = from[leader] - from[i] + end * (change[leader] - change[i]);
            if (i == leader || (behindAtStart > FarBelow && behindAtEnd > FarBelow))
                continue;
            (minimum, maximum, isSettled) = (Math.Min(minimum, change[i]), Math.Max(maximum, change[i]), false);
        }

        return ((maximum - minimum) * length, isSettled);
    }

    /// <summary>Nodes and weights of Gauss and Legendre on [0, 1], filled up to whole vectors by nodes of weight 0.</summary>
    private sealed class Rule
    {
        public Rule(int points, float maxSteepness)
        {
            (Points, MaxSteepness) = (points, maxSteepness);
            int length = (points + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
            (Nodes, Weights) = (new float[length], new float[length]);
            var rule = new GaussLegendreRule(0, 1, points);
            for (int i = 0; i < points; i++)
                (Nodes[i], Weights[i]) = ((float)rule.GetAbscissa(i), (float)rule.GetWeight(i));
        }

        public int Points { get; }

        /// <summary>The maximum D for which the points suffice.</summary>
        public float MaxSteepness { get; }

        public float[] Nodes { get; }

        public float[] Weights { get; }
    }
}
