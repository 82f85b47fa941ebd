using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>The vectorized steps of softmax and its derivative for rows of scores.</summary>
internal static class ScoreExponentials
{
    /// <summary>Replaces each score x with e^(scale·x − shift), and returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Write(Span<float> scores, float scale, float shift)
    {
        Probabilities(scores, scale, shift);
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(scores[i..]);
        float sum = Vector.Sum(sums);
        for (; i < scores.Length; i++)
            sum += scores[i];
        return sum;
    }

    /// <summary>Replaces each score x with e^(scale·x − logSumExp).</summary>
    public static void Probabilities(Span<float> scores, float scale, float logSumExp) =>
        Elementwise.Map(scores, scores, new ShiftedExponential(scale, logSumExp));

    /// <summary>Replaces the gradient of each probability p with that of its score: scale·p·(dp − Σ p·dp).</summary>
    public static void Differentiate(ReadOnlySpan<float> probabilities, Span<float> gradients, float scale, float sum) =>
        Elementwise.Map(probabilities, gradients, gradients, new ScoreGradient(scale, sum));

    private readonly struct ShiftedExponential(float scale, float shift) : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => Vector.Exp(x * scale - new Vector<float>(shift));
    }

    private readonly struct ScoreGradient(float scale, float sum) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x * scale * (y - new Vector<float>(sum));
    }
}
