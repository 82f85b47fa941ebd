using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A matrix B that is packed once for many products A·B, and a row of offsets that is added to each row of a product. The packed values are
/// a copy, which nothing changes: products may be computed on any number of threads at once.
/// </summary>
/// <remarks>
/// A row of a product depends on its row of A only, to the last bit: not on the number of rows, and not on the number of threads.
/// </remarks>
public sealed unsafe class PackedMatrix
{
    private const int Alignment = 64;

    private readonly ProductKernel<float> kernel;
    private readonly float[] memory;
    private readonly float* panels;
    private readonly float* offsets;

    /// <summary>Packs a matrix with the best kernel of the processor, or with the kernel that <c>NEURALNET_KERNEL</c> names.</summary>
    /// <param name="matrix">The matrix B, row after row.</param>
    /// <param name="rows">The number of rows, which is that of the columns of A.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="offsets">A value for each column, which is added to the products; none by default.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or a span does not have the length that the sizes state.</exception>
    /// <exception cref="InvalidOperationException"><c>NEURALNET_KERNEL</c> names an unknown kernel or one this machine cannot
    /// run.</exception>
    public PackedMatrix(ReadOnlySpan<float> matrix, int rows, int columns, ReadOnlySpan<float> offsets = default)
        : this(KernelCatalog.Choose(), matrix, rows, columns, offsets)
    {
    }

    internal PackedMatrix(KernelEntry entry, ReadOnlySpan<float> matrix, int rows, int columns, ReadOnlySpan<float> offsets)
    {
        RequireSizes(matrix, rows, columns, offsets);
        kernel = entry.CreateSingle();
        (Rows, Columns) = (rows, columns);
        nint width = kernel.PanelColumns, padded = Parts.RoundUp(columns, width);
        memory = GC.AllocateArray<float>(checked((int)((rows + 1) * padded) + (Alignment / sizeof(float))), pinned: true);
        nint first = (nint)Unsafe.AsPointer(ref memory[0]);
        panels = (float*)((first + Alignment - 1) & ~(nint)(Alignment - 1));
        this.offsets = panels + (rows * padded);
        offsets.CopyTo(new Span<float>(this.offsets, columns));
        fixed (float* data = matrix)
        {
            for (nint column = 0; column < columns; column += width)
                Pack(new MatrixView<float>(data + column, 1, columns), nint.Min(width, columns - column), panels + (column * rows));
        }
    }

    private void Pack(MatrixView<float> source, nint columns, float* panel) =>
        PanelPacker<float>.Pack(source, columns, Rows, panel, kernel.PanelColumns);

    /// <summary>The number of rows of B, which is that of the columns of A.</summary>
    public int Rows { get; }

    /// <summary>The number of columns of B and of a product.</summary>
    public int Columns { get; }

    /// <summary>The bytes of the packed values.</summary>
    public long Bytes => (long)memory.Length * sizeof(float);

    /// <summary>The number of rows of operands by columns that are computed at a time (<see cref="MultiplyByColumns"/>).</summary>
    public int RowGroup => kernel.PanelColumns;

    /// <summary>Computes C = A·B + offsets, and completes each part of C as soon as it is computed.</summary>
    /// <typeparam name="TCompletion">The completion: a struct.</typeparam>
    /// <param name="a">The matrix A, row after row: any number of rows of as many values as B has rows.</param>
    /// <param name="c">The result, row after row, apart from A.</param>
    /// <param name="completion">The completion of the values.</param>
    /// <param name="share">Whether threads may share the product; it is computed on the thread of the caller otherwise.</param>
    /// <exception cref="ArgumentException">
    /// The length of A is not a multiple of the number of rows of B, C has another length than the product, or the two overlap.
    /// </exception>
    public void Multiply<TCompletion>(ReadOnlySpan<float> a, Span<float> c, in TCompletion completion, bool share = true)
        where TCompletion : struct, IProductCompletion
    {
        int rows = RequireOperands(a, c);
        if (rows == 0)
            return;
        fixed (float* dataA = a, dataC = c)
        {
            var body = new PartsBody<TCompletion>(this, new PanelGrid(this, rows, share), dataA, dataC, rows, completion);
            WorkerPool.Shared.Run(body.Count, body, share);
        }

        GC.KeepAlive(this);
    }

    /// <summary>
    /// Computes C = A·B + offsets on the thread of the caller, with A and C stored column after column: registers hold values of several
    /// rows, which suits matrices of few columns. The number of rows must be a multiple of <see cref="RowGroup"/>.
    /// </summary>
    /// <param name="a">The matrix A, column after column.</param>
    /// <param name="c">The result, column after column, apart from A.</param>
    /// <param name="rows">The number of rows of A and C.</param>
    /// <exception cref="ArgumentException">The number of rows is not such a multiple, a span is too short, or the two overlap.</exception>
    public void MultiplyByColumns(ReadOnlySpan<float> a, Span<float> c, int rows)
    {
        if (rows < 1 || rows % RowGroup != 0)
            throw new ArgumentException($"The number of rows must be a multiple of {RowGroup}; it was {rows}.", nameof(rows));
        RequireLength(a.Length, Rows, rows, nameof(a));
        RequireLength(c.Length, Columns, rows, nameof(c));
        RequireApart(a, c);
        fixed (float* dataA = a, dataC = c)
            kernel.RunPanelsByColumns(Operation(dataA, dataC, rows));
        GC.KeepAlive(this);
    }

    internal int PanelColumns => kernel.PanelColumns;

    private PanelOperation<float> Operation(float* a, float* c, nint rows) => new()
    {
        Panels = panels,
        Start = offsets,
        A = a,
        C = c,
        StrideC = Columns,
        Rows = rows,
        Columns = Columns,
        Depth = Rows,
    };

    private int RequireOperands(ReadOnlySpan<float> a, ReadOnlySpan<float> c)
    {
        int rows = a.Length / Rows;
        if (rows * Rows != a.Length)
            throw new ArgumentException($"A row of a has {Rows} values; {a.Length} values are no whole rows.", nameof(a));
        if (c.Length != (long)rows * Columns)
            throw new ArgumentException($"The product of {rows} rows has {(long)rows * Columns} values; c has {c.Length}.", nameof(c));
        RequireApart(a, c);
        return rows;
    }

    private static void RequireLength(int length, int columns, int rows, string name)
    {
        if (length != (long)rows * columns)
            throw new ArgumentException($"{columns} columns of {rows} values have {(long)rows * columns} values; {name} has {length}.",
                name);
    }

    private static void RequireApart(ReadOnlySpan<float> a, ReadOnlySpan<float> c)
    {
        if (a.Overlaps(c))
            throw new ArgumentException("c overlaps a; a product cannot overwrite what it still has to read.", nameof(c));
    }

    private static void RequireSizes(ReadOnlySpan<float> matrix, int rows, int columns, ReadOnlySpan<float> offsets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (matrix.Length != (long)rows * columns)
            throw new ArgumentException($"A matrix of {rows}×{columns} has {(long)rows * columns} values; {matrix.Length} given.",
                nameof(matrix));
        if (!offsets.IsEmpty && offsets.Length != columns)
            throw new ArgumentException($"There is an offset for each of the {columns} columns; {offsets.Length} given.", nameof(offsets));
    }

    /// <summary>The parts of a product: blocks of rows by stretches of panels.</summary>
    private readonly struct PanelGrid
    {
        public PanelGrid(PackedMatrix matrix, int rows, bool share)
        {
            bool isShared = share && (long)rows * matrix.Rows * matrix.Columns >= ProductCost.MinSharedPanelWork;
            int threads = isShared ? WorkerPool.Shared.DegreeOfParallelism : 1;
            int panels = (int)Parts.Count(matrix.Columns, matrix.PanelColumns);
            int across = Math.Min(threads, panels);
            int down = Math.Min((int)Parts.Count(threads, across), rows);
            Width = (int)Parts.Count(panels, across) * matrix.PanelColumns;
            Height = (int)Parts.Count(rows, down);
            Across = (int)Parts.Count(matrix.Columns, Width);
            Count = Across * (int)Parts.Count(rows, Height);
        }

        public int Count { get; }

        public int Across { get; }

        /// <summary>The number of columns of a part.</summary>
        public int Width { get; }

        /// <summary>The number of rows of a part.</summary>
        public int Height { get; }
    }

    private readonly struct PartsBody<TCompletion>(
        PackedMatrix matrix, PanelGrid grid, float* a, float* c, int rows, TCompletion completion) : IParallelBody
        where TCompletion : struct, IProductCompletion
    {
        private readonly TCompletion completion = completion;

        public int Count => grid.Count;

        public void Run(int index)
        {
            int row = index / grid.Across * grid.Height, column = index % grid.Across * grid.Width;
            int height = Math.Min(grid.Height, rows - row), width = Math.Min(grid.Width, matrix.Columns - column);
            float* result = c + ((nint)row * matrix.Columns) + column;
            PanelOperation<float> whole = matrix.Operation(a + ((nint)row * matrix.Rows), result, height);
            matrix.kernel.RunPanels(whole with
            {
                Panels = whole.Panels + ((nint)column * matrix.Rows),
                Start = whole.Start + column,
                Columns = width,
            });
            Complete(result, height, width);
        }

        private void Complete(float* result, int height, int width)
        {
            if (width == matrix.Columns)
            {
                completion.Complete(new Span<float>(result, height * width));
                return;
            }

            for (int i = 0; i < height; i++)
                completion.Complete(new Span<float>(result + ((nint)i * matrix.Columns), width));
        }
    }
}
