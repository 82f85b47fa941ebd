using System.Runtime.CompilerServices;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>Work in blocks that the cores share. What a block does depends on its number alone, so threads do not change results.</summary>
internal static class Blocks
{
    /// <summary>The most rows of a block: enough for matrix products at speed, few enough that the cores end together.</summary>
    private const int MaxRows = 512;

    /// <summary>The most values of a block, so that it stays in the cache, and large images do not fill the memory.</summary>
    private const int MostValues = 1 << 18;

    private static readonly BufferPool<object?> NoBuffers = new(() => null);

    /// <summary>How many rows of this width go into one block.</summary>
    public static int Rows(int width) => Math.Clamp(MostValues / width, 1, MaxRows);

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
