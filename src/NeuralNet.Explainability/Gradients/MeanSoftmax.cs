using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// The mean derivative of softmax on the straight way between two rows of logits, ∫₀¹ J(z₀ + t·(z − z₀)) dt with
/// J·g = y·(g − y·g), to the accuracy of single precision whatever the way; a vector of points is taken at a time.
/// </summary>
/// <remarks>
/// Let D be the greatest minus the least change of a logit. All terms of Σ exp(zᵢ(t)) have phases within D·|Im t|, so that the sum
/// has no zero where |Im t| &lt; π/D, and the integrand is analytic there; where |Im t| = θπ/D it is at most (1 + 1/c)/c times the
/// greatest |g|, c = cos(θπ/2). The rule of Gauss and Legendre with n points then errs by less than
/// 32/15·(1 + 1/c)/c·ρ^(2−2n)/(1 − ρ⁻²), where ρ = b + √(1 + b²) and b = 2θπ/D (Trefethen, "Approximation theory and approximation
/// practice", 2013, theorem 19.3). <see cref="Rules"/> has, for each n, the greatest D for which this is below 2⁻²⁴ for the best θ.
/// Ways that are steeper are halved; logits that stay far below another on a part of the way do not count there.
/// </remarks>
internal sealed class MeanSoftmax
{
    /// <summary>A term e⁻⁴⁰ times another is nothing in single precision.</summary>
    private const float FarBelow = 40;

    /// <summary>Parts of the way that single precision still tells apart.</summary>
    private const float ShortestPart = 1f / (1 << 20);

    private static readonly Rule[] Rules = [new(8, 2.6f), new(16, 7.2f), new(24, 11.5f), new(32, 15.7f), new(48, 23.7f), new(64, 31.6f)];

    private readonly float[] change;
    private readonly Vector<float>[] terms, sums;
    private float wholeSteepness;

    /// <summary>Takes the memory.</summary>
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
        (float least, float greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < change.Length; i++)
        {
            float own = to[i] - from[i];
            (change[i], least, greatest) = (own, Math.Min(least, own), Math.Max(greatest, own));
            sums[i] = Vector<float>.Zero;
        }

        wholeSteepness = greatest - least;
        Add(from, gradient, 0, 1);
        for (int i = 0; i < sums.Length; i++)
            gradient[i] = Vector.Sum(sums[i]);
    }

    /// <summary>Adds the integral over a part of the way.</summary>
    private void Add(ReadOnlySpan<float> from, ReadOnlySpan<float> gradient, float start, float length)
    {
        (float steepness, bool isSettled) = Steepness(from, start, length);
        if (isSettled)
            return;
        Rule rule = RuleFor(steepness);
        if (steepness <= rule.Steepest || length <= ShortestPart || !float.IsFinite(steepness))
        {
            Add(from, gradient, start, length, rule);
            return;
        }

        Add(from, gradient, start, length / 2);
        Add(from, gradient, start + length / 2, length / 2);
    }

    /// <summary>The least rule that suffices, or the greatest if none does.</summary>
    private static Rule RuleFor(float steepness)
    {
        foreach (Rule rule in Rules)
        {
            if (steepness <= rule.Steepest)
                return rule;
        }

        return Rules[^1];
    }

    private void Add(ReadOnlySpan<float> from, ReadOnlySpan<float> gradient, float start, float length, Rule rule)
    {
        for (int point = 0; point < rule.Points; point += Vector<float>.Count)
        {
            Vector<float> t = new Vector<float>(rule.Nodes, point) * length + new Vector<float>(start);
            var greatest = new Vector<float>(float.NegativeInfinity);
            for (int i = 0; i < change.Length; i++)
                greatest = Vector.Max(greatest, Logit(from, i, t));
            Vector<float> sum = Vector<float>.Zero, product = Vector<float>.Zero;
            for (int i = 0; i < change.Length; i++)
            {
                Vector<float> term = Vector.Exp(Logit(from, i, t) - greatest);
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
    /// D of a part of the way, of the logits that count there; and whether one alone does, so that nothing changes with any.
    /// </summary>
    private (float Steepness, bool IsSettled) Steepness(ReadOnlySpan<float> from, float start, float length)
    {
        if (wholeSteepness * length <= Rules[^1].Steepest)
            return (wholeSteepness * length, false);

        int leader = 0;
        float middle = start + length / 2, end = start + length;
        for (int i = 1; i < change.Length; i++)
        {
            if (from[i] + middle * change[i] > from[leader] + middle * change[leader])
                leader = i;
        }

        float least = change[leader], greatest = change[leader];
        bool isSettled = true;
        for (int i = 0; i < change.Length; i++)
        {
            float behindAtStart = from[leader] - from[i] + start * (change[leader] - change[i]);
            float behindAtEnd = from[leader] - from[i] + end * (change[leader] - change[i]);
            if (i == leader || (behindAtStart > FarBelow && behindAtEnd > FarBelow))
                continue;
            (least, greatest, isSettled) = (Math.Min(least, change[i]), Math.Max(greatest, change[i]), false);
        }

        return ((greatest - least) * length, isSettled);
    }

    /// <summary>Nodes and weights of Gauss and Legendre on [0, 1], filled up to whole vectors by nodes of weight 0.</summary>
    private sealed class Rule
    {
        public Rule(int points, float steepest)
        {
            (Points, Steepest) = (points, steepest);
            int length = (points + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
            (Nodes, Weights) = (new float[length], new float[length]);
            var rule = new GaussLegendreRule(0, 1, points);
            for (int i = 0; i < points; i++)
                (Nodes[i], Weights[i]) = ((float)rule.GetAbscissa(i), (float)rule.GetWeight(i));
        }

        public int Points { get; }

        /// <summary>The greatest D for which the points suffice.</summary>
        public float Steepest { get; }

        public float[] Nodes { get; }

        public float[] Weights { get; }
    }
}
