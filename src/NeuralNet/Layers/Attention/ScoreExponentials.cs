using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>The vectorized steps of softmax and its derivative for rows of scores.</summary>
internal static class ScoreExponentials
{
    /// <summary>The number below which eˣ is less than the smallest normal float32, and is taken as 0.</summary>
    private const float MinExponent = -87.33654f;

    /// <summary>1.5·2²³: adding it rounds a small number to an integer, which its lowest bits then hold.</summary>
    private const float Rounding = 12582912f;

    /// <summary>Returns the maximum of a row; −∞ if it has no elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> scores)
    {
        var maxima = new Vector<float>(float.NegativeInfinity);
        float max = float.NegativeInfinity;
        ref float first = ref MemoryMarshal.GetReference(scores);
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
            maxima = Vector.MaxNative(maxima, Vector.LoadUnsafe(ref first, (nuint)i));
        for (; i < scores.Length; i++)
            max = Math.Max(max, scores[i]);
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            max = Math.Max(max, maxima[lane]);
        return max;
    }

    /// <summary>Replaces each score x with e^(scale·x − shift), which is at most about 1, and returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Write(Span<float> scores, float scale, float shift)
    {
        Vector<float> sums = Vector<float>.Zero;
        ref float first = ref MemoryMarshal.GetReference(scores);
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> exponential = Exp(Vector.LoadUnsafe(ref first, (nuint)i), scale, shift);
            exponential.StoreUnsafe(ref first, (nuint)i);
            sums += exponential;
        }

        float sum = Vector.Sum(sums);
        if (i == scores.Length)
            return sum;
        Span<float> rest = scores[i..];
        PartialVector.Store(Exp(PartialVector.Load(rest), scale, shift), rest);
        foreach (float exponential in rest)
            sum += exponential;
        return sum;
    }

    /// <summary>Replaces each score x with its probability, e^(scale·x − logSumExp).</summary>
    public static void Probabilities(Span<float> scores, float scale, float logSumExp) => Write(scores, scale, logSumExp);

    /// <summary>Replaces the gradient of each probability p with that of its score: scale·p·(dp − Σ p·dp).</summary>
    public static void Differentiate(ReadOnlySpan<float> probabilities, Span<float> gradients, float scale, float sum) =>
        Elementwise.Map(probabilities, gradients, gradients, new ScoreGradient(scale, sum));

    /// <summary>
    /// Computes eʸ for y = scale·x − shift ≤ 88, as 2ⁿ·eʳ with n the integer next to y/log 2 and a polynomial for eʳ (Moshier, Cephes
    /// mathematical library, 1989): 0 for −∞, NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exp(Vector<float> x, float scale, float shift)
    {
        Vector<float> y = x * scale - new Vector<float>(shift);
        Vector<float> rounded = Vector.FusedMultiplyAdd(y, new Vector<float>(1.44269504f), new Vector<float>(Rounding));
        Vector<float> n = rounded - new Vector<float>(Rounding);
        Vector<float> r = Vector.FusedMultiplyAdd(n, new Vector<float>(-0.693359375f), y);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(2.12194440e-4f), r);
        Vector<float> p = Vector.FusedMultiplyAdd(r, new Vector<float>(1.9875691500e-4f), new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r + Vector<float>.One);
        Vector<float> power = Vector.AsVectorSingle((Vector.AsVectorInt32(rounded) + new Vector<int>(127)) << 23);
        return Vector.ConditionalSelect(Vector.LessThan(y, new Vector<float>(MinExponent)), Vector<float>.Zero, p * power);
    }

    private readonly struct ScoreGradient(float scale, float sum) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x * scale * (y - new Vector<float>(sum));
    }
}
