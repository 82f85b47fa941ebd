using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a <see cref="KernelGradient"/>: threads share slices of the windows and parts of the patches; the packers read the patches in
/// place, and the sums of the slices are added in their order.
/// </summary>
/// <remarks>
/// The rows of C are the elements of a patch or, if these are fewer, the filters: the packing of a panel of rows, which lie side by side in
/// memory, is the faster one, and the columns are packed by each part.
/// </remarks>
internal static unsafe class TiledKernelGradient<TTiles>
    where TTiles : struct, ITiles<float>
{
    // The sums of the slices, in memory of the thread that asked for the gradient.
    [ThreadStatic]
    private static AlignedMemory sums;

    public static void Run(KernelGradient gradient, float* source, float* outputGradient, float* kernelGradient)
    {
        bool shared = gradient.Work >= ProductCost.MinSharedWork;
        var body = new PartsBody(gradient, source, outputGradient, shared ? WorkerPool.Shared.DegreeOfParallelism : 1);
        body = body.WithSums(sums.Rent<float>((nint)gradient.Slices * gradient.Groups * gradient.Length));
        WorkerPool.Shared.Run(body.PartCount, body, shared);
        var addition = new AdditionBody(body, kernelGradient);
        WorkerPool.Shared.Run(addition.PartCount, addition, shared);
    }

    private readonly struct PartsBody : IParallelBody
    {
        private readonly KernelGradient gradient;
        private readonly float* source;
        private readonly float* outputGradient;
        private readonly int elementsOfPart;

        public PartsBody(KernelGradient gradient, float* source, float* outputGradient, int threads)
        {
            this.gradient = gradient;
            this.source = source;
            this.outputGradient = outputGradient;
            IsAlongPatches = gradient.Patches.Depth >= gradient.GroupFilters;
            Rows = IsAlongPatches ? gradient.Patches.Depth : gradient.GroupFilters;
            Columns = IsAlongPatches ? gradient.GroupFilters : gradient.Patches.Depth;
            nint divisions = Parts.Count(threads * ConvolutionCost.PartsPerThread, gradient.Slices * gradient.Groups);
            nint tiles = Parts.Count(Rows, TTiles.Rows);
            elementsOfPart = (int)(Parts.Count(tiles, nint.Min(divisions, tiles)) * TTiles.Rows);
        }

        private PartsBody(in PartsBody body, float* sums)
        {
            this = body;
            Sums = sums;
        }

        public KernelGradient Gradient => gradient;

        /// <summary>Gets a value indicating whether the rows of C are the elements of a patch; otherwise they are the filters.</summary>
        public bool IsAlongPatches { get; }

        public int Rows { get; }

        public int Columns { get; }

        /// <summary>The sums of each slice and group: C by columns.</summary>
        public float* Sums { get; }

        public int PartCount => gradient.Slices * gradient.Groups * PartsOfSlice;

        private int PartsOfSlice => (int)Parts.Count(Rows, elementsOfPart);

        public PartsBody WithSums(float* memory) => new(this, memory);

        public void Run(int index)
        {
            int slice = index / PartsOfSlice / gradient.Groups, group = index / PartsOfSlice % gradient.Groups;
            int row = index % PartsOfSlice * elementsOfPart, rows = Math.Min(elementsOfPart, Rows - row);
            float* c = Sums + ((((nint)slice * gradient.Groups) + group) * gradient.Length) + row;
            int count = gradient.Blocks.Count;
            int start = (int)((long)count * slice / gradient.Slices), end = (int)((long)count * (slice + 1) / gradient.Slices);
            PatchGrid patches = gradient.Patches;
            nint windows = (nint)gradient.Blocks.Height * gradient.Blocks.Width;
            nint packedLength = windows * (TTiles.Rows + Parts.RoundUp(Columns, TTiles.Columns));
            float* packed = PackingBuffer.Rent<float>(packedLength + patches.MemoryLength(gradient.Blocks) + 16);
            float* memory = packed + Parts.RoundUp(packedLength, 16);
            float* channels = source + ((nint)group * patches.Channels * patches.Layout.ChannelStride);
            for (int i = start; i < end; i++)
            {
                PatchBlock block = patches.Read(channels, gradient.Blocks, gradient.Blocks[i], memory);
                Multiply(block, group, row, rows, packed, c, beta: i == start ? 0 : 1);
            }
        }

        /// <summary>Packs all columns of a block, then for each panel of rows the panel, and multiplies.</summary>
        private void Multiply(in PatchBlock block, int group, int firstRow, int rows, float* panel, float* c, float beta)
        {
            int depth = block.Windows.Count;
            float* packedColumns = panel + ((nint)TTiles.Rows * depth);
            for (int column = 0; column < Columns; column += TTiles.Columns)
            {
                int count = Math.Min(TTiles.Columns, Columns - column);
                Pack(!IsAlongPatches, block, group, column, count, packedColumns + ((nint)column * depth), (int)TTiles.RoundColumns(count));
            }

            for (int row = 0; row < rows; row += TTiles.Rows)
            {
                int count = Math.Min(TTiles.Rows, rows - row);
                Pack(IsAlongPatches, block, group, firstRow + row, count, panel, (int)TTiles.RoundRows(count));
                for (int column = 0; column < Columns; column += TTiles.Columns)
                {
                    ComputeTile(
                        depth, panel, count, packedColumns + ((nint)column * depth), Math.Min(TTiles.Columns, Columns - column),
                        c + row + ((nint)column * Rows), beta);
                }
            }
        }

        private void Pack(bool isOfPatches, in PatchBlock block, int group, int first, int count, float* panel, int width)
        {
            if (isOfPatches)
                gradient.PackPatches(block, first, count, panel, width);
            else
                gradient.PackGradients(outputGradient, block.Windows, (group * gradient.GroupFilters) + first, count, panel, width);
        }

        [SkipLocalsInit]
        private void ComputeTile(int depth, float* a, int rows, float* b, int columns, float* c, float beta)
        {
            nint tileRows = TTiles.RoundRows(rows), tileColumns = TTiles.RoundColumns(columns);
            var kernel = TTiles.Find(tileRows, tileColumns);
            float alpha = 1, zero = 0;
            if (rows == tileRows && columns == tileColumns)
            {
                kernel(depth, a, tileRows, b, tileColumns, c, Rows, alpha, beta);
                return;
            }

            float* tile = stackalloc float[TTiles.Rows * TTiles.Columns];
            kernel(depth, a, tileRows, b, tileColumns, tile, tileRows, alpha, zero);
            for (int column = 0; column < columns; column++)
            {
                for (int row = 0; row < rows; row++)
                {
                    float* sum = c + row + ((nint)column * Rows);
                    *sum = tile[row + (column * tileRows)] + (beta == 0 ? 0 : *sum);
                }
            }
        }
    }

    /// <summary>Adds the sums of the slices in their order, and writes them in the order of a kernel.</summary>
    private readonly struct AdditionBody(in PartsBody sums, float* kernelGradient) : IParallelBody
    {
        private const int RowsOfPart = 256;

        private readonly PartsBody sums = sums;
        private readonly float* kernelGradient = kernelGradient;

        public int PartCount => sums.Gradient.Groups * PartsOfGroup;

        private int PartsOfGroup => (int)Parts.Count(sums.Rows, RowsOfPart);

        public void Run(int index)
        {
            KernelGradient gradient = sums.Gradient;
            int group = index / PartsOfGroup, row = index % PartsOfGroup * RowsOfPart;
            int rows = Math.Min(RowsOfPart, sums.Rows - row);
            float* first = sums.Sums + ((nint)group * gradient.Length) + row;
            nint sliceLength = (nint)gradient.Groups * gradient.Length;
            for (int column = 0; column < sums.Columns; column++)
            {
                float* sum = first + ((nint)column * sums.Rows);
                for (int slice = 1; slice < gradient.Slices; slice++)
                    SliceSums.Add(sum, sum + (slice * sliceLength), rows);
            }

            var view = new MatrixView<float>(first, 1, sums.Rows);
            float* target = kernelGradient + (group * gradient.GroupFilters);
            if (sums.IsAlongPatches)
                PanelPacker<float>.Copy(view.Transposed, sums.Columns, rows, target + ((nint)row * gradient.Filters), gradient.Filters);
            else
                PanelPacker<float>.Copy(view, rows, sums.Columns, target + row, gradient.Filters);
        }
    }
}
