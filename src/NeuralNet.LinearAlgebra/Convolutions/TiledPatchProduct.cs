using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a <see cref="PatchProduct"/>: A is packed into panels once, and threads share blocks of windows, whose patches the kernel reads
/// in place, and blocks of panels.
/// </summary>
internal static unsafe class TiledPatchProduct<TTiles>
    where TTiles : struct, ITiles<float>
{
    // The packed panels, in memory of the thread that asked for the product.
    [ThreadStatic]
    private static AlignedMemory panels;

    public static void Run(PatchProduct product, float* source, float* kernel, float* result)
    {
        bool shared = product.Work >= ProductCost.MinSharedWork;
        var body = new PartsBody(product, source, kernel, result, shared ? WorkerPool.Shared.DegreeOfParallelism : 1);
        body = body.WithPanels(panels.Rent<float>(body.PackedLength));
        WorkerPool.Shared.Run(body.PackingParts, new PackingBody(body), shared);
        WorkerPool.Shared.Run(body.PartCount, body, shared);
    }

    private readonly struct PackingBody(in PartsBody parts) : IParallelBody
    {
        private readonly PartsBody parts = parts;

        public void Run(int index) => parts.Pack(index);
    }

    private readonly struct PartsBody : IParallelBody
    {
        private readonly PatchProduct product;
        private readonly float* source;
        private readonly float* kernel;
        private readonly float* result;
        private readonly float* packed;
        private readonly WindowBlocks blocks;
        private readonly int panelsOfGroup;
        private readonly int panelsOfPart;

        public PartsBody(PatchProduct product, float* source, float* kernel, float* result, int threads)
        {
            this.product = product;
            this.source = source;
            this.kernel = kernel;
            this.result = result;
            PatchGrid patches = product.Patches;
            blocks = WindowBlocks.Divide(patches.Rows, patches.Width.Output, ConvolutionCost.WindowsOf(patches, threads));
            panelsOfGroup = (int)Parts.Count(product.ResultChannels, TTiles.Rows);
            int cached = ConvolutionCost.CachedKernel / Math.Max(1, TTiles.Rows * patches.Depth);
            int divisions = (int)Parts.Count(threads * ConvolutionCost.PartsPerThread, blocks.Count * product.Groups);
            int panelParts = (int)Math.Max(Parts.Count(panelsOfGroup, Math.Max(1, cached)), Math.Min(divisions, panelsOfGroup));
            panelsOfPart = (int)Parts.Count(panelsOfGroup, panelParts);
        }

        private PartsBody(in PartsBody body, float* packed)
        {
            this = body;
            this.packed = packed;
        }

        public int PackingParts => product.PackingParts(TTiles.Rows);

        public nint PackedLength => (nint)product.Groups * panelsOfGroup * PanelLength;

        public int PartCount => product.Groups * PartsOfGroup * blocks.Count;

        private int PartsOfGroup => (int)Parts.Count(panelsOfGroup, panelsOfPart);

        private nint PanelLength => (nint)TTiles.Rows * product.Patches.Depth;

        public PartsBody WithPanels(float* memory) => new(this, memory);

        /// <summary>Packs a piece of A.</summary>
        public void Pack(int index) => product.Pack(index, kernel, packed, TTiles.Rows, &TTiles.RoundRows);

        /// <summary>Computes a block of windows for some panels; parts of the same panels follow each other.</summary>
        [SkipLocalsInit]
        public void Run(int index)
        {
            WindowBlock block = blocks[index % blocks.Count];
            int group = index / blocks.Count / PartsOfGroup;
            int firstPanel = index / blocks.Count % PartsOfGroup * panelsOfPart;
            PatchGrid patches = product.Patches;
            float* channels = source + ((nint)group * patches.Channels * patches.Layout.ChannelStride);
            PatchBlock read = patches.Read(channels, blocks, block, PackingBuffer.Rent<float>(patches.MemoryLength(blocks)));
            Compute(read, group, firstPanel, Math.Min(firstPanel + panelsOfPart, panelsOfGroup));
        }

        [SkipLocalsInit]
        private void Compute(in PatchBlock block, int group, int firstPanel, int endPanel)
        {
            float** columns = stackalloc float*[TTiles.Columns];
            float** pixels = stackalloc float*[TTiles.Columns];
            int height = product.Patches.Height.Output, row = 0, x = 0;
            float* start = result + product.ResultStart + ((nint)group * product.ResultChannels * product.Result.ChannelStride);
            for (int window = 0; window < block.Windows.Count; window += TTiles.Columns)
            {
                int count = Math.Min(TTiles.Columns, block.Windows.Count - window);
                for (int i = 0; i < count; i++)
                {
                    int y = block.Windows.Row + row;
                    columns[i] = block[row, x];
                    pixels[i] = start + product.Result.At(y / height, y % height, block.Windows.Column + x);
                    if (++x == block.Windows.Columns)
                        (row, x) = (row + 1, 0);
                }

                for (int i = count; i < TTiles.Columns; i++)
                    columns[i] = columns[count - 1];
                for (int panel = firstPanel; panel < endPanel; panel++)
                    ComputeTile(group, panel, count, columns, pixels, block.Offsets);
            }
        }

        [SkipLocalsInit]
        private void ComputeTile(int group, int panel, int count, float** columns, float** pixels, nint* offsets)
        {
            PatchGrid patches = product.Patches;
            int channel = panel * TTiles.Rows, channels = Math.Min(TTiles.Rows, product.ResultChannels - channel);
            nint tileRows = TTiles.RoundRows(channels), tileColumns = TTiles.RoundColumns(count);
            var tileKernel = TTiles.FindPatch(tileRows, tileColumns);
            float* a = packed + ((((nint)group * panelsOfGroup) + panel) * PanelLength);
            if (product.Result.HasConsecutiveChannels && channels == tileRows && count == tileColumns && IsUniform(pixels, count))
            {
                nint step = count > 1 ? (nint)(pixels[1] - pixels[0]) : 0;
                tileKernel(patches.Runs, patches.RunLength, offsets, a, columns, pixels[0] + channel, step);
                return;
            }

            float* tile = stackalloc float[TTiles.Rows * TTiles.Columns];
            tileKernel(patches.Runs, patches.RunLength, offsets, a, columns, tile, tileRows);
            nint channelStride = product.Result.ChannelStride;
            for (int i = 0; i < count; i++, tile += tileRows)
            {
                float* pixel = pixels[i] + (channel * channelStride);
                for (int j = 0; j < channels; j++)
                    pixel[j * channelStride] = tile[j];
            }
        }

        private static bool IsUniform(float** pixels, int count)
        {
            for (int i = 2; i < count; i++)
            {
                if (pixels[i] - pixels[i - 1] != pixels[1] - pixels[0])
                    return false;
            }

            return true;
        }
    }
}
