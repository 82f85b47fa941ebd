using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The update of one parameter in a step: of all elements or, if the rule ignores gradients of 0, only of the blocks whose gradient is
/// not 0.
/// </summary>
internal readonly struct ParameterUpdate(
    Optimizer optimizer, Tensor value, GradientRows gradient, float[][] slots, float decay, float learningRate, float stepSize, long number)
{
    /// <summary>The number of elements of a cache line, which is also the longest vector: chunks begin at its multiples.</summary>
    private const int Alignment = 16;

    /// <summary>A number that many numbers of threads divide.</summary>
    private const int ChunkMultiple = 12;

    public void Run()
    {
        if (gradient.IsSparse && decay == 0 && optimizer.IgnoresZeroGradients)
        {
            int blocksPerChunk = Math.Max(1, ElementwiseCost.UpdateChunk / gradient.BlockLength), count = gradient.TouchedBlocks.Length;
            Run(new BlocksBody(this, blocksPerChunk), (count + blocksPerChunk - 1) / blocksPerChunk, (long)count * gradient.BlockLength);
        }
        else if (value.Length <= ElementwiseCost.UpdateChunk)
        {
            Update(0, value.Length);
        }
        else
        {
            int chunks = ChunkCount(value.Length);
            Run(new ChunksBody(this, chunks), chunks, value.Length);
        }
    }

    private static void Run<TBody>(in TBody body, int count, long length)
        where TBody : struct, IParallelBody => WorkerPool.Shared.Run(count, body, share: length >= ElementwiseCost.MinSharedUpdate);

    /// <summary>
    /// Returns the number of chunks, which does not depend on the number of threads. Where threads share the chunks, the number is a
    /// multiple of twelve: 2, 3, 4, 6 and 12 threads have equal shares, each of them nearly the stretch of a kernel that the thread also
    /// multiplies.
    /// </summary>
    internal static int ChunkCount(int length)
    {
        int chunks = (length + ElementwiseCost.UpdateChunk - 1) / ElementwiseCost.UpdateChunk;
        return length < ElementwiseCost.MinSharedUpdate ? chunks : (chunks + ChunkMultiple - 1) / ChunkMultiple * ChunkMultiple;
    }

    private void Update(int start, int length)
    {
        Span<float> part = value.Data.Slice(start, length);
        if (decay > 0)
            TensorPrimitives.Multiply(part, 1 - decay * learningRate, part);
        optimizer.Update(
            part, gradient.Values.Data.Slice(start, length), new ParameterState(slots, learningRate, stepSize, number, start, length));
    }

    /// <summary>Updates all elements, in stretches of about the same length.</summary>
    private readonly struct ChunksBody(ParameterUpdate update, int count) : IParallelBody
    {
        public void Run(int index)
        {
            int start = Start(index);
            update.Update(start, Start(index + 1) - start);
        }

        private int Start(int chunk) =>
            chunk == count ? update.Length : (int)((long)update.Length * chunk / count) / Alignment * Alignment;
    }

    /// <summary>Updates the blocks whose gradient may be other than 0.</summary>
    private readonly struct BlocksBody(ParameterUpdate update, int blocksPerChunk) : IParallelBody
    {
        public void Run(int index)
        {
            ReadOnlySpan<int> blocks = update.TouchedBlocks[(index * blocksPerChunk)..];
            foreach (int block in blocks[..Math.Min(blocksPerChunk, blocks.Length)])
            {
                int start = block * update.BlockLength;
                update.Update(start, Math.Min(update.BlockLength, update.Length - start));
            }
        }
    }

    private int Length => value.Length;

    private int BlockLength => gradient.BlockLength;

    private ReadOnlySpan<int> TouchedBlocks => gradient.TouchedBlocks;
}
