namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Random strides, offsets, transpositions and batches at every critical size.</summary>
internal static class OperandSweep
{
    private static readonly int[] AroundTiles = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 49];
    private static readonly (int Rows, int Columns, int Depth)[] Shared =
    [
        (64, 64, 64), (64, 64, 32), (128, 32, 784), (32, 128, 785), (10, 128, 512), (129, 131, 200), (1, 700, 300), (700, 1, 300),
        (33, 35, 2000), (3, 5, 60_000),
    ];

    /// <summary>Compares the multiplier with the naive product at every size, and returns the first batch that differs, or null.</summary>
    public static string? FirstMismatch(IMatrixMultiplier multiplier)
    {
        var random = new Random(1);
        return Sizes().Select(size => OperandCase.Draw(random, size.Rows, size.Columns, size.Depth).Mismatch(multiplier))
            .FirstOrDefault(mismatch => mismatch is not null);
    }

    private static IEnumerable<(int Rows, int Columns, int Depth)> Sizes() =>
        from size in Cube().Concat(Shared)
        from _ in Enumerable.Range(0, 4)
        select size;

    private static IEnumerable<(int Rows, int Columns, int Depth)> Cube() =>
        from rows in AroundTiles
        from columns in AroundTiles
        from depth in AroundTiles
        select (rows, columns, depth);
}
