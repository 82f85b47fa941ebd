using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Differentiates attention in blocks: the probabilities of a block are computed again from the logarithms of the sums that the forward
/// pass kept. With P the probabilities and D the factors of dropout: dV = (D∘P)ᵀ·dO, dP = D∘(dO·Vᵀ), dS = P∘(dP − Σ P∘dP).
/// </summary>
/// <typeparam name="TScores">The function of queries and keys.</typeparam>
internal static class AttentionBackward<TScores>
    where TScores : struct, IAttentionScores
{
    /// <summary>Writes the gradients of the queries, keys and values.</summary>
    public static void Run(in AttentionPass pass, in AttentionGradients gradients, TScores scores)
    {
        AttentionGeometry geometry = pass.Geometry;
        var parts = new AttentionParts(geometry);
        WorkerPool.Shared.Run(
            parts.Count, new Body(pass, gradients, scores, parts), share: geometry.Work >= AttentionBlocks.MinSharedWork);
    }

    private readonly struct Body(in AttentionPass pass, in AttentionGradients gradients, TScores scores, AttentionParts parts)
        : IParallelBody
    {
        private readonly AttentionPass pass = pass;
        private readonly AttentionGradients gradients = gradients;

        public void Run(int index) => new BackwardPart<TScores>(pass, gradients, scores, parts[index], index).Run();
    }
}
