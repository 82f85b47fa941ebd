using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>One block of C and one slice of the depth: packs the operands, then computes the block's tiles.</summary>
internal readonly unsafe struct PackedBlock<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // How many elements a thread packs, and how much of C it computes, before it comes back for more.
    private const int PackElements = 16384;
    private const int MaxTaskRows = 256;
    private const int MaxTaskColumns = 96;
    private const int TasksPerThread = 4;

    private readonly MatrixProduct<T> product;
    private readonly T* packedA;
    private readonly T* packedB;
    private readonly bool readsADirectly;
    private readonly bool readsBDirectly;

    public PackedBlock(in MatrixProduct<T> product, T* packedA, T* packedB)
    {
        this.product = product;
        this.packedA = packedA;
        this.packedB = packedB;
        readsADirectly = ReadsADirectly(product);
        readsBDirectly = ReadsBDirectly(product);
    }

    private static nint MaxTaskHeight => MaxTaskRows / TTiles.Rows * TTiles.Rows;

    private static nint MaxTaskWidth => MaxTaskColumns / TTiles.Columns * TTiles.Columns;

    private nint Depth => product.Depth;

    /// <summary>Whether A lies in memory as the kernel reads it and so few columns read it that packing would not pay.</summary>
    public static bool ReadsADirectly(in MatrixProduct<T> product) =>
        product.A.RowStride == 1 && product.Columns <= 3 * TTiles.Columns;

    /// <summary>Whether B is one panel that lies in memory as the kernel reads it.</summary>
    public static bool ReadsBDirectly(in MatrixProduct<T> product) =>
        product.B.ColumnStride == 1 && product.Columns <= TTiles.Columns && product.Columns == TTiles.RoundColumns(product.Columns);

    public void Run(bool shared)
    {
        if (shared)
            RunShared();
        else
            RunHere();
    }

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;

    private static nint WholePanels(nint width, nint depth) => nint.Max(1, PackElements / (width * depth)) * width;

    private void RunHere()
    {
        PackA(0, product.Rows);
        PackB(0, product.Columns);
        for (nint row = 0; row < product.Rows; row += MaxTaskHeight)
            Compute(row, nint.Min(row + MaxTaskHeight, product.Rows), 0, product.Columns);
    }

    private void RunShared()
    {
        nint height = WholePanels(TTiles.Rows, Depth);
        nint width = WholePanels(TTiles.Columns, Depth);
        nint tasksA = Parts(product.Rows, height);
        nint tasksB = Parts(product.Columns, width);
        WorkerPool.Shared.Run((int)(tasksA + tasksB), new Packing(this, tasksA, height, width));

        (nint taskHeight, nint taskWidth) = TaskSize();
        nint tasks = Parts(product.Rows, taskHeight) * Parts(product.Columns, taskWidth);
        WorkerPool.Shared.Run((int)tasks, new Computing(this, taskHeight, taskWidth));
    }

    /// <summary>Tasks as large as the cache likes, or smaller until there are some for every thread.</summary>
    private (nint Height, nint Width) TaskSize()
    {
        nint wanted = TasksPerThread * WorkerPool.Shared.DegreeOfParallelism;
        nint height = nint.Min(MaxTaskHeight, Parts(product.Rows, TTiles.Rows) * TTiles.Rows);
        nint width = nint.Min(MaxTaskWidth, Parts(product.Columns, TTiles.Columns) * TTiles.Columns);
        while (Parts(product.Rows, height) * Parts(product.Columns, width) < wanted && (height > TTiles.Rows || width > TTiles.Columns))
        {
            if (height == TTiles.Rows || (width > TTiles.Columns && width >= height / 2))
                width = Parts(width, 2 * TTiles.Columns) * TTiles.Columns;
            else
                height = Parts(height, 2 * TTiles.Rows) * TTiles.Rows;
        }

        return (height, width);
    }

    /// <summary>
    /// Packs whole panels of A. When A is read directly that leaves only a panel with missing rows, as the kernel would read past its end.
    /// </summary>
    private void PackA(nint from, nint to)
    {
        for (nint row = from; row < to; row += TTiles.Rows)
        {
            nint rows = nint.Min(TTiles.Rows, product.Rows - row);
            nint panelRows = TTiles.RoundRows(rows);
            if (!readsADirectly || rows != panelRows)
                PanelPacker<T>.Pack(product.A.From(row, 0), rows, Depth, packedA + (row * Depth), panelRows);
        }
    }

    private void PackB(nint from, nint to)
    {
        if (readsBDirectly)
            return;
        for (nint column = from; column < to; column += TTiles.Columns)
        {
            nint columns = nint.Min(TTiles.Columns, product.Columns - column);
            T* panel = packedB + (column * Depth);
            PanelPacker<T>.Pack(product.B.From(0, column).Transposed, columns, Depth, panel, TTiles.RoundColumns(columns));
        }
    }

    private void Compute(nint row0, nint rowEnd, nint column0, nint columnEnd)
    {
        for (nint column = column0; column < columnEnd; column += TTiles.Columns)
        {
            for (nint row = row0; row < rowEnd; row += TTiles.Rows)
                ComputeTile(row, nint.Min(TTiles.Rows, rowEnd - row), column, nint.Min(TTiles.Columns, columnEnd - column));
        }
    }

    [SkipLocalsInit]
    private void ComputeTile(nint row, nint rows, nint column, nint columns)
    {
        nint tileRows = TTiles.RoundRows(rows);
        nint tileColumns = TTiles.RoundColumns(columns);
        var kernel = TTiles.Find(tileRows, tileColumns);
        bool isDirectA = readsADirectly && rows == tileRows;
        T* a = isDirectA ? product.A.At(row, 0) : packedA + (row * Depth);
        T* b = readsBDirectly ? product.B.At(0, column) : packedB + (column * Depth);
        T* c = product.C.At(row, column);
        nint stepA = isDirectA ? product.A.ColumnStride : tileRows;
        nint stepB = readsBDirectly ? product.B.RowStride : tileColumns;
        if (rows == tileRows && columns == tileColumns && product.C.RowStride == 1)
        {
            kernel(Depth, a, stepA, b, stepB, c, product.C.ColumnStride, product.Alpha, product.Beta);
            return;
        }

        T* tile = stackalloc T[TTiles.Rows * TTiles.Columns];
        kernel(Depth, a, stepA, b, stepB, tile, tileRows, product.Alpha, T.Zero);
        product.Merge(tile, tileRows, row, rows, column, columns);
    }

    private readonly struct Packing(in PackedBlock<T, TTiles> block, nint tasksA, nint height, nint width) : IParallelBody
    {
        private readonly PackedBlock<T, TTiles> block = block;
        private readonly nint tasksA = tasksA;
        private readonly nint height = height;
        private readonly nint width = width;

        public void Run(int index)
        {
            if (index < tasksA)
                block.PackA(index * height, nint.Min((index + 1) * height, block.product.Rows));
            else
                block.PackB((index - tasksA) * width, nint.Min((index - tasksA + 1) * width, block.product.Columns));
        }
    }

    private readonly struct Computing(in PackedBlock<T, TTiles> block, nint height, nint width) : IParallelBody
    {
        private readonly PackedBlock<T, TTiles> block = block;
        private readonly nint height = height;
        private readonly nint width = width;

        public void Run(int index)
        {
            nint down = Parts(block.product.Rows, height);
            nint row = index % down * height;
            nint column = index / down * width;
            block.Compute(row, nint.Min(row + height, block.product.Rows), column, nint.Min(column + width, block.product.Columns));
        }
    }
}
