using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Computes any number of products of one shape, whose operands lie at equal distances in memory.</summary>
/// <remarks>
/// Threads share the matrices, or one product after the other. A product has the same bits whether threads share it or not, so that
/// the choice between the two, and the number of threads, never show in a result.
/// </remarks>
internal static unsafe class BatchedProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(ProductKernel<T> kernel, in ProductOperation<T> first, nint strideA, nint strideB, nint strideC, int batch)
    {
        if (batch == 1)
            kernel.Run(first);
        else
            RunMany(kernel, first, strideA, strideB, strideC, batch);
    }

    private static void RunMany(ProductKernel<T> kernel, in ProductOperation<T> first, nint strideA, nint strideB, nint strideC, int batch)
    {
        int threads = WorkerPool.Shared.DegreeOfParallelism;
        bool shared = (double)first.Work * batch >= ProductCost.MinSharedWork
            && (first.Work < ProductCost.MinSharedWork || batch / ProductCost.MinProductsPerThread >= threads);
        int parts = shared ? (int)Math.Min(batch, (long)threads * ProductCost.BatchPartsPerThread) : 1;
        WorkerPool.Shared.Run(parts, new MatricesBody(kernel, first, strideA, strideB, strideC, batch, parts), shared);
    }

    private readonly struct MatricesBody(
        ProductKernel<T> kernel, in ProductOperation<T> first, nint strideA, nint strideB, nint strideC, int batch, int parts)
        : IParallelBody
    {
        private readonly ProductOperation<T> first = first;

        public void Run(int index)
        {
            int end = (int)((long)batch * (index + 1) / parts);
            for (int i = (int)((long)batch * index / parts); i < end; i++)
                kernel.Run(first.Moved(i * strideA, i * strideB, i * strideC), mayShare: parts == 1);
        }
    }
}
