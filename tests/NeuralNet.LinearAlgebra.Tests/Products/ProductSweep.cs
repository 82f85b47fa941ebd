using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>The critical sizes: all small ones, and those around the edges of registers, tiles, slices and blocks.</summary>
internal static class ProductSweep
{
    private const int Guard = 8;

    private static readonly int[] AroundTiles = [15, 16, 17, 31, 32, 33, 47, 48, 49];
    private static readonly int[] AroundNarrow = [1, 2, 5, 11, 12, 13, 33];
    private static readonly int[] AroundSlices = [191, 192, 193, 383, 384, 385, 769];
    private static readonly (int Rows, int Columns, int Depth)[] AroundBlocks = [(3073, 13, 5), (13, 3073, 5), (257, 97, 385),
        (129, 131, 200)];
    private static readonly double[] Factors = [0, 1, -1, 0.5];

    /// <summary>Compares the provider with the naive product at every size, and returns the first product that differs, or null.</summary>
    public static string? FirstMismatch(ILinearAlgebraProvider provider) =>
        FirstMismatch<float>(provider, Sizes()) ?? FirstMismatch<double>(provider, Sizes());

    private static IEnumerable<(int Rows, int Columns, int Depth)> Sizes() =>
        Cube(Enumerable.Range(0, 20).ToArray(), Enumerable.Range(0, 20).ToArray())
            .Concat(Cube(AroundTiles, AroundTiles))
            .Concat(Cube(AroundNarrow, AroundSlices))
            .Concat(AroundBlocks);

    private static IEnumerable<(int Rows, int Columns, int Depth)> Cube(int[] outer, int[] depths) =>
        from rows in outer
        from columns in outer
        from depth in depths
        select (rows, columns, depth);

    private static string? FirstMismatch<T>(ILinearAlgebraProvider provider, IEnumerable<(int Rows, int Columns, int Depth)> sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int number = 0;
        foreach ((int rows, int columns, int depth) in sizes)
        {
            for (int transposition = 0; transposition < 4; transposition++)
            {
                // Neighbouring sizes take different factors, so that every pair meets every kind of size.
                T alpha = T.CreateChecked(Factors[number / 4 % 4]);
                T beta = T.CreateChecked(Factors[number / 16 % 4 * 7 % 4]);
                number += 5;
                var product = new ProductCase<T>(rows, columns, depth, (transposition & 1) != 0, (transposition & 2) != 0, alpha, beta);
                if (Mismatch((ILinearAlgebraProvider<T>)provider, product) is { } mismatch)
                    return mismatch;
            }
        }

        return null;
    }

    private static string? Mismatch<T>(ILinearAlgebraProvider<T> provider, ProductCase<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] expected = product.InitialC();
        T[] actual = [.. expected, .. Enumerable.Repeat(T.CreateChecked(77), Guard)];
        NaiveProduct.Run(product, expected);
        product.Run(provider, actual);
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i] != expected[i])
                return $"{product}: element {i} is {actual[i]}, expected {expected[i]}";
        }

        return actual.AsSpan(expected.Length).ContainsAnyExcept(T.CreateChecked(77)) ? $"{product}: wrote behind the end of C" : null;
    }
}
