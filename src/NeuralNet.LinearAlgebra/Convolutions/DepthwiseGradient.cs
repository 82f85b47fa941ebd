using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The gradient of a depthwise kernel: threads share slices of the windows, whose sums are added in their order at the end.
/// </summary>
internal sealed unsafe class DepthwiseGradient
{
    // The sums of all slices but the first, in memory of the thread that asked for the gradient.
    [ThreadStatic]
    private static AlignedMemory sums;

    private readonly PatchGrid patches;
    private readonly ImageLayout output;
    private readonly WindowBlocks blocks;
    private readonly int slices;

    public DepthwiseGradient(ConvolutionShape shape)
    {
        patches = DepthwiseProduct.PatchesOf(shape);
        output = shape.OutputLayout;
        blocks = WindowBlocks.Divide(patches.Rows, patches.Width.Output, ConvolutionCost.SummedWindows);
        slices = ConvolutionCost.SlicesOf(blocks, shape.KernelLength);
    }

    /// <summary>Computes the gradient.</summary>
    public void Run(float* source, float* outputGradient, float* kernelGradient)
    {
        bool shared = (long)patches.Rows * patches.Width.Output * patches.Depth >= ProductCost.MinSharedWork;
        float* others = sums.Rent<float>((nint)(slices - 1) * patches.Depth);
        WorkerPool.Shared.Run(slices, new SliceBody(this, source, outputGradient, kernelGradient, others), shared);
        for (int slice = 1; slice < slices; slice++)
            SliceSums.Add(kernelGradient, others + ((nint)(slice - 1) * patches.Depth), patches.Depth);
    }

    private readonly struct SliceBody(
        DepthwiseGradient gradient, float* source, float* outputGradient, float* first, float* others) : IParallelBody
    {
        private readonly float* source = source;
        private readonly float* outputGradient = outputGradient;
        private readonly float* first = first;
        private readonly float* others = others;

        public void Run(int index)
        {
            PatchGrid patches = gradient.patches;
            float* sum = index == 0 ? first : others + ((nint)(index - 1) * patches.Depth);
            new Span<float>(sum, patches.Depth).Clear();
            nint lineLength = gradient.output.HasConsecutiveChannels
                ? 0
                : Parts.RoundUp((nint)gradient.blocks.Width * patches.Channels, 16);
            float* line = PackingBuffer.Rent<float>(lineLength + patches.MemoryLength(gradient.blocks));
            int count = gradient.blocks.Count;
            int end = (int)((long)count * (index + 1) / gradient.slices);
            for (int i = (int)((long)count * index / gradient.slices); i < end; i++)
                Accumulate(patches.Read(source, gradient.blocks, gradient.blocks[i], line + lineLength), line, sum);
        }

        private void Accumulate(in PatchBlock block, float* line, float* sum)
        {
            PatchGrid patches = gradient.patches;
            ImageLayout output = gradient.output;
            for (int row = 0; row < block.Windows.Rows; row++)
            {
                int y = block.Windows.Row + row, height = patches.Height.Output;
                float* pixels = outputGradient + output.At(y / height, y % height, block.Windows.Column);
                nint stride = output.PixelStride;
                if (!output.HasConsecutiveChannels)
                {
                    var view = new MatrixView<float>(pixels, output.ChannelStride, 1);
                    PanelPacker<float>.Copy(view, patches.Channels, block.Windows.Columns, line, patches.Channels);
                    pixels = line;
                    stride = patches.Channels;
                }

                DepthwiseKernel.Accumulate(block, row, patches.Runs, patches.Channels, pixels, stride, sum);
            }
        }
    }
}
