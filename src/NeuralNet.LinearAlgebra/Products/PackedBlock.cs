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
    private const int TaskRows = 256;
    private const int TaskColumns = 96;

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

    private static nint TaskHeight => TaskRows / TTiles.Rows * TTiles.Rows;

    private static nint TaskWidth => TaskColumns / TTiles.Columns * TTiles.Columns;

    private nint Depth => product.Depth;

    private nint PanelsA => readsADirectly ? 0 : Parts(product.Rows, TTiles.Rows);

    private nint PanelsB => readsBDirectly ? 0 : Parts(product.Columns, TTiles.Columns);

    private nint PackTasksA => Parts(PanelsA, PanelsPerTask(TTiles.Rows));

    private nint PackTasksB => Parts(PanelsB, PanelsPerTask(TTiles.Columns));

    /// <summary>Whether A lies in memory as the kernel reads it and so few columns read it that packing would not pay.</summary>
    public static bool ReadsADirectly(in MatrixProduct<T> product) =>
        product.A.RowStride == 1 && product.Columns <= 2 * TTiles.Columns;

    /// <summary>Whether B is one panel that lies in memory as the kernel reads it.</summary>
    public static bool ReadsBDirectly(in MatrixProduct<T> product) =>
        product.B.ColumnStride == 1 && product.Columns <= TTiles.Columns && product.Columns == TTiles.RoundColumns(product.Columns);

    public void Run(bool shared)
    {
        if (readsADirectly)
            PackLastPanelA();
        WorkSharing.Run((int)(PackTasksA + PackTasksB), new Packing(this), shared);
        WorkSharing.Run((int)(Parts(product.Rows, TaskHeight) * Parts(product.Columns, TaskWidth)), new Computing(this), shared);
    }

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;

    private nint PanelsPerTask(nint width) => nint.Max(1, PackElements / (width * Depth));

    /// <summary>A panel with missing rows is packed even when A is read directly: the kernel would read past its end.</summary>
    private void PackLastPanelA()
    {
        nint rows = product.Rows % TTiles.Rows;
        if (rows != 0 && rows != TTiles.RoundRows(rows))
            PackPanelA(product.Rows - rows);
    }

    private void PackA(nint task)
    {
        nint height = PanelsPerTask(TTiles.Rows) * TTiles.Rows;
        nint end = nint.Min((task + 1) * height, product.Rows);
        for (nint row = task * height; row < end; row += TTiles.Rows)
            PackPanelA(row);
    }

    private void PackB(nint task)
    {
        nint width = PanelsPerTask(TTiles.Columns) * TTiles.Columns;
        nint end = nint.Min((task + 1) * width, product.Columns);
        for (nint column = task * width; column < end; column += TTiles.Columns)
            PackPanelB(column);
    }

    private void PackPanelA(nint row)
    {
        nint rows = nint.Min(TTiles.Rows, product.Rows - row);
        PanelPacker<T>.Pack(product.A.From(row, 0), rows, Depth, packedA + (row * Depth), TTiles.RoundRows(rows));
    }

    private void PackPanelB(nint column)
    {
        nint columns = nint.Min(TTiles.Columns, product.Columns - column);
        PanelPacker<T>.Pack(product.B.From(0, column).Transposed, columns, Depth, packedB + (column * Depth), TTiles.RoundColumns(columns));
    }

    private void Compute(nint task)
    {
        nint across = Parts(product.Rows, TaskHeight);
        nint row0 = task % across * TaskHeight;
        nint column0 = task / across * TaskWidth;
        nint rowEnd = nint.Min(row0 + TaskHeight, product.Rows);
        nint columnEnd = nint.Min(column0 + TaskWidth, product.Columns);
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

    private readonly struct Packing(PackedBlock<T, TTiles> block) : IParallelBody
    {
        private readonly PackedBlock<T, TTiles> block = block;

        public void Run(int index)
        {
            if (index < block.PackTasksA)
                block.PackA(index);
            else
                block.PackB(index - block.PackTasksA);
        }
    }

    private readonly struct Computing(PackedBlock<T, TTiles> block) : IParallelBody
    {
        private readonly PackedBlock<T, TTiles> block = block;

        public void Run(int index) => block.Compute(index);
    }
}
