using System.Runtime.CompilerServices;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>
/// Work in blocks that the cores share. The work of a block depends on its index alone, so the number of threads does not change results.
/// </summary>
internal static class Blocks
{
    /// <summary>The maximum number of rows of a block: enough for fast matrix products, few enough that the cores end together.</summary>
    private const int MaxRows = 512;

    /// <summary>
    /// The maximum number of values of a block, so that the block stays in the cache, and large images do not fill the memory.
    /// </summary>
    private const int MaxValues = 1 << 18;

    private static readonly BufferPool<object?> NoBuffers = new(() => null);

    /// <summary>Returns the number of rows of this width in one block.</summary>
    public static int Rows(int width) => Math.Clamp(MaxValues / width, 1, MaxRows);

    /// <summary>Runs blocks 0 to <paramref name="count"/> − 1; each worker has a buffer of its own while it works.</summary>
    /// <remarks>
    /// The blocks have the threads of the library's matrix products; a product within a block then has its own thread only.
    /// </remarks>
    public static void Run<TBuffer>(int count, Run run, BufferPool<TBuffer> buffers, Action<int, TBuffer> block)
    {
        run.CancellationToken.ThrowIfCancellationRequested();
        WorkerPool.Shared.Run(count, new Body<TBuffer>(count, run, buffers, block, new StrongBox<int>()));
    }

    /// <summary>Runs blocks that need no buffers.</summary>
    public static void Run(int count, Run run, Action<int> block) => Run(count, run, NoBuffers, (index, _) => block(index));

    private readonly struct Body<TBuffer>(
        int count, Run run, BufferPool<TBuffer> buffers, Action<int, TBuffer> block, StrongBox<int> done) : IParallelBody
    {
        public void Run(int index)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            TBuffer buffer = buffers.Rent();
            block(index, buffer);
            buffers.Return(buffer);
            run.Report((double)Interlocked.Increment(ref done.Value) / count);
        }
    }
}
