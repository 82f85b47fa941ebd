namespace NeuralNet.LinearAlgebra;

/// <summary>The cost model of products.</summary>
internal static class ProductCost
{
    /// <summary>The multiplications below which handing half of them to another thread costs more than it saves.</summary>
    public const long MinSharedWork = 250_000;
}
