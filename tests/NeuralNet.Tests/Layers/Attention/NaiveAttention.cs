namespace NeuralNet.Tests;

/// <summary>Attention in double precision, written as its definition: all scores in memory, element by element.</summary>
/// <param name="Query">Queries by sequence, head, step and feature.</param>
/// <param name="Key">The keys.</param>
/// <param name="Value">The values.</param>
/// <param name="Sees">Whether a query of a sequence and head sees a key.</param>
/// <param name="Scale">The factor of the scores.</param>
internal sealed record NaiveAttention(
    double[,,,] Query, double[,,,] Key, double[,,,] Value, Func<int, int, int, int, bool> Sees, double Scale)
{
    private int HeadsPerGroup => Query.GetLength(1) / Key.GetLength(1);

    /// <summary>The outputs.</summary>
    public double[,,,] Output()
    {
        var output = new double[Query.GetLength(0), Query.GetLength(1), Query.GetLength(2), Value.GetLength(3)];
        ForEachQuery((b, h, t) =>
        {
            double[] p = Probabilities(b, h, t);
            for (int s = 0; s < p.Length; s++)
            {
                for (int d = 0; d < Value.GetLength(3); d++)
                    output[b, h, t, d] += p[s] * Value[b, h / HeadsPerGroup, s, d];
            }
        });
        return output;
    }

    /// <summary>The gradients of the queries, keys and values.</summary>
    public (double[,,,] Query, double[,,,] Key, double[,,,] Value) Gradients(double[,,,] upstream)
    {
        double[,,,] dq = Like(Query), dk = Like(Key), dv = Like(Value);
        ForEachQuery((b, h, t) =>
        {
            int group = h / HeadsPerGroup;
            double[] p = Probabilities(b, h, t), dp = new double[p.Length];
            double sum = 0;
            for (int s = 0; s < p.Length; s++)
            {
                for (int d = 0; d < Value.GetLength(3); d++)
                {
                    dp[s] += upstream[b, h, t, d] * Value[b, group, s, d];
                    dv[b, group, s, d] += p[s] * upstream[b, h, t, d];
                }

                sum += p[s] * dp[s];
            }

            for (int s = 0; s < p.Length; s++)
            {
                for (int d = 0; d < Query.GetLength(3); d++)
                {
                    dq[b, h, t, d] += p[s] * (dp[s] - sum) * Scale * Key[b, group, s, d];
                    dk[b, group, s, d] += p[s] * (dp[s] - sum) * Scale * Query[b, h, t, d];
                }
            }
        });
        return (dq, dk, dv);
    }

    /// <summary>Returns the probabilities of the keys for a query: all 0 if it sees none.</summary>
    public double[] Probabilities(int b, int h, int t)
    {
        var scores = new double[Key.GetLength(2)];
        for (int s = 0; s < scores.Length; s++)
        {
            for (int d = 0; d < Query.GetLength(3); d++)
                scores[s] += Scale * Query[b, h, t, d] * Key[b, h / HeadsPerGroup, s, d];
        }

        int[] seen = [.. Enumerable.Range(0, scores.Length).Where(s => Sees(b, h, t, s))];
        if (seen.Length == 0)
            return new double[scores.Length];
        double max = seen.Max(s => scores[s]), sum = seen.Sum(s => Math.Exp(scores[s] - max));
        return [.. scores.Select((score, s) => seen.Contains(s) ? Math.Exp(score - max) / sum : 0)];
    }

    private void ForEachQuery(Action<int, int, int> action)
    {
        for (int b = 0; b < Query.GetLength(0); b++)
        {
            for (int h = 0; h < Query.GetLength(1); h++)
            {
                for (int t = 0; t < Query.GetLength(2); t++)
                    action(b, h, t);
            }
        }
    }

    private static double[,,,] Like(double[,,,] array) =>
        new double[array.GetLength(0), array.GetLength(1), array.GetLength(2), array.GetLength(3)];
}
