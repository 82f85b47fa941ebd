using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The update of one parameter in a step: of all elements, or of those blocks alone whose gradient is not 0, where the rule leaves the
/// others as they are.
/// </summary>
internal readonly struct ParameterUpdate(
    Optimizer optimizer, Tensor value, GradientRows gradient, float[][] slots, float decay, float learningRate, float stepSize, long number)
{
    /// <summary>The number of elements that are updated at a time: small enough to stay in the first-level cache with their slots.</summary>
    private const int ChunkLength = 2048;

    /// <summary>The elements of a cache line, which is also the longest vector: chunks begin at multiples of it.</summary>
    private const int Alignment = 16;

    /// <summary>From this length on, sharing the chunks among threads gains more than the hand-over costs.</summary>
    private const int MinSharedLength = 4 * ChunkLength;

    public void Run()
    {
        if (gradient.IsSparse && decay == 0 && optimizer.IgnoresZeroGradients)
        {
            int blocksPerChunk = Math.Max(1, ChunkLength / gradient.BlockLength), count = gradient.TouchedBlocks.Length;
            Run(new Blocks(this, blocksPerChunk), (count + blocksPerChunk - 1) / blocksPerChunk, (long)count * gradient.BlockLength);
        }
        else if (value.Length <= ChunkLength)
        {
            Update(0, value.Length);
        }
        else
        {
            // An even number of chunks, so that two threads change the very halves of a kernel that they also multiply.
            int chunks = (value.Length + 2 * ChunkLength - 1) / (2 * ChunkLength) * 2;
            Run(new Chunks(this, chunks), chunks, value.Length);
        }
    }

    private static void Run<TBody>(in TBody body, int count, long length)
        where TBody : struct, IParallelBody => WorkerPool.Shared.Run(count, body, share: length >= MinSharedLength);

    private void Update(int start, int length)
    {
        Span<float> part = value.Data.Slice(start, length);
        if (decay > 0)
            TensorPrimitives.Multiply(part, 1 - decay * learningRate, part);
        optimizer.Update(
            part, gradient.Values.Data.Slice(start, length), new ParameterState(slots, learningRate, stepSize, number, start, length));
    }

    /// <summary>All elements, in stretches of about the same length.</summary>
    private readonly struct Chunks(ParameterUpdate update, int count) : IParallelBody
    {
        public void Run(int index)
        {
            int start = Start(index);
            update.Update(start, Start(index + 1) - start);
        }

        private int Start(int chunk) =>
            chunk == count ? update.Length : (int)((long)update.Length * chunk / count) / Alignment * Alignment;
    }

    /// <summary>The blocks whose gradient may be other than 0.</summary>
    private readonly struct Blocks(ParameterUpdate update, int blocksPerChunk) : IParallelBody
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
