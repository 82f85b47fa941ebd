using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>How the depth of a product is sliced: by its shape alone, so that the order of summation is always the same.</summary>
internal static class DepthSlices
{
    // A panel of B of this many bytes a column stays in the first-level cache.
    private const int SliceBytes = 1600;

    // Operands of this many elements: below them there is too little to gain, above them they leave the caches anyway.
    private const int LeastOperand = 1 << 15;
    private const int LargestOperand = 1 << 20;

    /// <summary>How many steps of the depth a slice has; the last one may have fewer.</summary>
    public static nint Length<T>(in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T> => Parts(product.Depth, Count(product));

    /// <summary>Returns whether so many threads should share the slices instead of blocks of C.</summary>
    public static bool SharedBy<T>(int threads, in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T> => IsDeep(product) && Count(product) % threads == 0;

    private static nint Count<T>(in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T> => IsDeep(product) ? EvenCount(product) : CountThatFits(product);

    private static nint EvenCount<T>(in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T> => Parts(CountThatFits(product), 2) * 2;

    private static unsafe nint CountThatFits<T>(in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T> => Parts(product.Depth, SliceBytes / sizeof(T));

    /// <summary>
    /// Whether slices are the pieces for threads to share: the largest matrix by far is an operand whose rows lie one after the other
    /// along the depth. Then each thread reads one stretch of it: of a kernel, the one that it also updates, so that it stays in its cache.
    /// </summary>
    private static bool IsDeep<T>(in MatrixProduct<T> product)
        where T : unmanaged, INumberBase<T>
    {
        nint larger = nint.Max(product.Rows, product.Columns) * product.Depth;
        bool liesAlongDepth = product.Rows >= product.Columns ? product.A.RowStride == 1 : product.B.ColumnStride == 1;
        return liesAlongDepth && larger is >= LeastOperand and <= LargestOperand
            && EvenCount(product) * product.Rows * product.Columns <= larger;
    }

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;
}
