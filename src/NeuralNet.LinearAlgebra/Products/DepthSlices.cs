using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The slices of a product's depth, which depend on the shape of the product alone, so that every element of C is summed in the same order
/// on any number of threads.
/// </summary>
internal static class DepthSlices
{
    // A single slice would leave nothing to add, and no stretches of the depth for threads to share.
    private const int MinSharedSlices = 2;

    /// <summary>The number of steps of the depth in a slice; the last slice may have fewer.</summary>
    public static nint Length<T>(in ProductOperation<T> product)
        where T : unmanaged, INumberBase<T> =>
        Parts.Count(product.Depth, AreShared(product) ? SharedCount(product) : CountThatFits(product));

    /// <summary>
    /// Returns whether threads share the slices as well as the blocks of C: the largest matrix by far is an operand whose rows lie one
    /// after the other along the depth. Then each thread reads a stretch of that operand: of a kernel, nearly the stretch that the thread
    /// also updates, so that the stretch stays in the thread's cache.
    /// </summary>
    public static bool AreShared<T>(in ProductOperation<T> product)
        where T : unmanaged, INumberBase<T>
    {
        nint larger = nint.Max(product.Rows, product.Columns) * product.Depth;
        bool liesAlongDepth = product.Rows >= product.Columns ? product.A.RowStride == 1 : product.B.ColumnStride == 1;
        return liesAlongDepth && larger is >= ProductCost.MinSlicedOperand and <= ProductCost.MaxSlicedOperand
            && SharedCount(product) * product.Rows * product.Columns <= larger;
    }

    private static nint SharedCount<T>(in ProductOperation<T> product)
        where T : unmanaged, INumberBase<T> => nint.Max(MinSharedSlices, CountThatFits(product));

    private static unsafe nint CountThatFits<T>(in ProductOperation<T> product)
        where T : unmanaged, INumberBase<T> => Parts.Count(product.Depth, ProductCost.SliceBytes / sizeof(T));
}
