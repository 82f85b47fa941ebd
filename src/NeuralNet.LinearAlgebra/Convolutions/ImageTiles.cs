using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a <see cref="PatchProduct"/> in tiles of the same pixel of several images. All patches of a tile reach into the padding by the
/// same taps, which are left out: with a kernel of 3×3, 8×8 pixels need 16 % fewer multiplications, and nothing is copied.
/// </summary>
internal static unsafe class ImageTiles<TTiles>
    where TTiles : struct, ITiles<float>
{
    /// <summary>Returns whether the product reads padding, of enough images for tiles that are full or nearly so.</summary>
    public static bool Suits(PatchProduct product) =>
        product.Groups == 1 && product.Patches.HasRunsInPlace && !product.Patches.IsInside && product.Result.HasConsecutiveChannels
        && product.Patches.Depth > 0 && product.Patches.Batch >= ConvolutionCost.MinTileImages
        && product.Patches.Height.Kernel <= ConvolutionCost.MaxTileRuns;

    public static void Run(PatchProduct product, float* source, float* packed, float* result, int threads)
    {
        var body = new PartsBody(product, source, packed, result, threads);
        WorkerPool.Shared.Run(body.PartCount, body, share: threads > 1);
    }

    /// <summary>A part: the pixels of some lines of the images of one tile, and some panels of A.</summary>
    private readonly struct PartsBody : IParallelBody
    {
        private readonly PatchProduct product;
        private readonly float* source;
        private readonly float* packed;
        private readonly float* result;
        private readonly int imageGroups;
        private readonly int lines;
        private readonly int panelsOfPart;

        public PartsBody(PatchProduct product, float* source, float* packed, float* result, int threads)
        {
            this.product = product;
            this.source = source;
            this.packed = packed;
            this.result = result;
            PatchGrid patches = product.Patches;
            imageGroups = (int)Parts.Count(patches.Batch, TTiles.Columns);
            int divisions = (int)Parts.Count((nint)threads * ConvolutionCost.PartsPerThread, imageGroups);
            lines = (int)Parts.Count(patches.Height.Output, Math.Min(divisions, patches.Height.Output));
            panelsOfPart = product.PanelsOfPart(TTiles.Rows, threads, imageGroups * LineParts);
        }

        public int PartCount => (int)Parts.Count(product.PanelsOf(TTiles.Rows), panelsOfPart) * imageGroups * LineParts;

        private int LineParts => (int)Parts.Count(product.Patches.Height.Output, lines);

        [SkipLocalsInit]
        public void Run(int index)
        {
            PatchGrid patches = product.Patches;
            int firstPanel = index / LineParts / imageGroups * panelsOfPart;
            int endPanel = Math.Min(firstPanel + panelsOfPart, product.PanelsOf(TTiles.Rows));
            int image = index / LineParts % imageGroups * TTiles.Columns, line = index % LineParts * lines;
            nint* offsets = stackalloc nint[ConvolutionCost.MaxTileRuns];
            for (int run = 0; run < patches.Height.Kernel; run++)
                offsets[run] = run * patches.Height.Dilation * patches.Layout.LineStride;
            for (int y = line; y < Math.Min(line + lines, patches.Height.Output); y++)
            {
                for (int x = 0; x < patches.Width.Output; x++)
                    ComputePixel(image, y, x, firstPanel, endPanel, offsets);
            }
        }

        [SkipLocalsInit]
        private void ComputePixel(int image, int y, int x, int firstPanel, int endPanel, nint* offsets)
        {
            PatchGrid patches = product.Patches;
            (int tapY, int runs) = patches.Height.TapsInside(y);
            (int tapX, int tapsAcross) = patches.Width.TapsInside(x);
            nint runLength = (nint)tapsAcross * patches.Channels;
            int line = patches.Height.First(y) + (tapY * patches.Height.Dilation), pixel = patches.Width.First(x) + tapX;
            int count = Math.Min(TTiles.Columns, patches.Batch - image);
            float** columns = stackalloc float*[TTiles.Columns];
            for (int i = 0; i < TTiles.Columns; i++)
                columns[i] = source + patches.Layout.At(image + Math.Min(i, count - 1), line, pixel);

            nint tileColumns = TTiles.RoundColumns(count);
            float* first = result + product.ResultStart + product.Result.At(image, y, x);
            float* tile = stackalloc float[TTiles.Rows * TTiles.Columns];
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int channel = panel * TTiles.Rows, channels = Math.Min(TTiles.Rows, product.ResultChannels - channel);
                nint tileRows = TTiles.RoundRows(channels);
                nint tap = ((nint)tapY * patches.Width.Kernel) + tapX;
                float* a = packed + ((nint)channel * patches.Depth) + (tap * patches.Channels * tileRows);
                nint gap = (nint)(patches.Width.Kernel - tapsAcross) * patches.Channels * tileRows;
                bool isWhole = channels == tileRows && count == tileColumns;
                TTiles.FindPatch(tileRows, tileColumns)(
                    tapsAcross == 0 ? 0 : runs, runLength, offsets, a, gap, columns, isWhole ? first + channel : tile,
                    isWhole ? product.Result.ImageStride : tileRows);
                for (int i = 0; i < count && !isWhole; i++)
                {
                    new ReadOnlySpan<float>(tile + (i * tileRows), channels)
                        .CopyTo(new Span<float>(first + (i * product.Result.ImageStride) + channel, channels));
                }
            }
        }
    }
}
