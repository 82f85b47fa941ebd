using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.Comparison;

/// <summary>A product of row-major matrices, m×k by k×n, and the transpositions of the operands.</summary>
internal sealed record ProductShape(int M, int N, int K, string Use, Transpose TransposeA, Transpose TransposeB)
{
    /// <summary>The three products of training (forward, kernel gradient, input gradient) for each size.</summary>
    public static IEnumerable<ProductShape> Table { get; } =
        from size in new (int M, int N, int K)[] { (128, 512, 784), (512, 784, 128), (128, 10, 512), (512, 512, 512), (1024, 1024, 1024),
            (2048, 2048, 2048) }
        from use in new (string Name, Transpose A, Transpose B)[]
        {
            ("A·B", Transpose.DontTranspose, Transpose.DontTranspose),
            ("Aᵀ·B", Transpose.Transpose, Transpose.DontTranspose),
            ("A·Bᵀ", Transpose.DontTranspose, Transpose.Transpose),
        }
        select new ProductShape(size.M, size.N, size.K, use.Name, use.A, use.B);

    public double FloatingPointOperations => 2.0 * M * N * K;

    public override string ToString() => FormattableString.Invariant($"{M}×{N}×{K} {Use}");
}
