using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Computes attention in blocks of queries and keys with a running maximum of the scores, in memory that is linear in the lengths (Rabe and
/// Staats, "Self-attention does not need O(n²) memory", 2021; Dao et al., "FlashAttention", 2022). Threads share the blocks; the order of
/// every sum depends on the shapes only.
/// </summary>
/// <typeparam name="TScores">The function of queries and keys.</typeparam>
internal static class AttentionForward<TScores>
    where TScores : struct, IAttentionScores
{
    /// <summary>Writes the output, the logarithms of the sums and, if asked for, the probabilities.</summary>
    public static void Run(in AttentionPass pass, TScores scores)
    {
        AttentionGeometry geometry = pass.Geometry;
        int blocks = AttentionBlocks.Count(geometry.QueryLength, AttentionBlocks.Queries);
        WorkerPool.Shared.Run(
            geometry.Sequences * geometry.Heads * blocks, new ForwardBody(pass, scores, blocks),
            share: geometry.Work >= AttentionBlocks.MinSharedWork);
    }

    private readonly struct ForwardBody(in AttentionPass pass, TScores scores, int blocks) : IParallelBody
    {
        private readonly AttentionPass pass = pass;

        public void Run(int index)
        {
            (int pair, int block) = Math.DivRem(index, blocks);
            (int sequence, int head) = Math.DivRem(pair, pass.Geometry.Heads);
            int first = block * AttentionBlocks.Queries;
            new ForwardBlock<TScores>(
                pass, scores, sequence, head, first, Math.Min(AttentionBlocks.Queries, pass.Geometry.QueryLength - first)).Run();
        }
    }
}
