using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>One block of C and one slice of the depth: packs the operands, then computes the block's tiles.</summary>
internal readonly unsafe struct PackedBlock<T, TVector, TLanes, TMaxColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TMaxColumns : struct, IConstant
{
    // How many elements a thread packs, and how much of C it computes, before it comes back for more.
    private const int PackElements = 16384;
    private const int TaskRows = 256;
    private const int TaskColumns = 96;

    public required MatrixView<T> A { get; init; }

    public required MatrixView<T> B { get; init; }

    public required MatrixView<T> C { get; init; }

    public required nint Rows { get; init; }

    public required nint Columns { get; init; }

    public required nint Depth { get; init; }

    public required T* PackedA { get; init; }

    public required T* PackedB { get; init; }

    public required T Alpha { get; init; }

    public required T Beta { get; init; }

    private static nint TileRows => TileKernels<T, TVector, TLanes, TMaxColumns>.Rows;

    private static nint TileColumns => TileKernels<T, TVector, TLanes, TMaxColumns>.Columns;

    private nint PanelsPerTask(nint width) => nint.Max(1, PackElements / (width * Depth));

    private nint PackTasksA => Parts(Parts(Rows, TileRows), PanelsPerTask(TileRows));

    private nint PackTasksB => Parts(Parts(Columns, TileColumns), PanelsPerTask(TileColumns));

    private static nint TaskHeight => TaskRows / TileRows * TileRows;

    private static nint TaskWidth => TaskColumns / TileColumns * TileColumns;

    public void Run(bool shared)
    {
        Share((int)(PackTasksA + PackTasksB), new Packing(this), shared);
        Share((int)(Parts(Rows, TaskHeight) * Parts(Columns, TaskWidth)), new Computing(this), shared);
    }

    private static void Share<TBody>(int count, in TBody body, bool shared)
        where TBody : struct, IParallelBody
    {
        if (shared)
        {
            WorkerPool.Shared.Run(count, body);
            return;
        }

        TBody local = body;
        for (int i = 0; i < count; i++)
            local.Run(i);
    }

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;

    private void PackA(nint task)
    {
        nint panels = PanelsPerTask(TileRows);
        nint end = nint.Min((task + 1) * panels * TileRows, Rows);
        for (nint row = task * panels * TileRows; row < end; row += TileRows)
        {
            nint rows = nint.Min(TileRows, Rows - row);
            PanelPacker<T>.Pack(A.From(row, 0), rows, Depth, PackedA + (row * Depth), TileKernels<T, TVector, TLanes, TMaxColumns>.RoundRows(rows));
        }
    }

    private void PackB(nint task)
    {
        nint panels = PanelsPerTask(TileColumns);
        nint end = nint.Min((task + 1) * panels * TileColumns, Columns);
        for (nint column = task * panels * TileColumns; column < end; column += TileColumns)
        {
            nint columns = nint.Min(TileColumns, Columns - column);
            nint width = TileKernels<T, TVector, TLanes, TMaxColumns>.RoundColumns(columns);
            PanelPacker<T>.Pack(B.From(0, column).Transposed, columns, Depth, PackedB + (column * Depth), width);
        }
    }

    private void Compute(nint task)
    {
        nint across = Parts(Rows, TaskHeight);
        nint row0 = task % across * TaskHeight;
        nint column0 = task / across * TaskWidth;
        nint rowEnd = nint.Min(row0 + TaskHeight, Rows);
        nint columnEnd = nint.Min(column0 + TaskWidth, Columns);
        for (nint column = column0; column < columnEnd; column += TileColumns)
        {
            for (nint row = row0; row < rowEnd; row += TileRows)
                ComputeTile(row, nint.Min(TileRows, rowEnd - row), column, nint.Min(TileColumns, columnEnd - column));
        }
    }

    [SkipLocalsInit]
    private void ComputeTile(nint row, nint rows, nint column, nint columns)
    {
        nint tileRows = TileKernels<T, TVector, TLanes, TMaxColumns>.RoundRows(rows);
        nint tileColumns = TileKernels<T, TVector, TLanes, TMaxColumns>.RoundColumns(columns);
        var kernel = TileKernels<T, TVector, TLanes, TMaxColumns>.Find(tileRows, tileColumns);
        T* a = PackedA + (row * Depth);
        T* b = PackedB + (column * Depth);
        T* c = C.At(row, column);
        if (rows == tileRows && columns == tileColumns && C.RowStride == 1)
        {
            kernel(Depth, a, tileRows, b, c, C.ColumnStride, Alpha, Beta);
            return;
        }

        T* tile = stackalloc T[(int)(TileRows * TileColumns)];
        kernel(Depth, a, tileRows, b, tile, tileRows, Alpha, T.Zero);
        Merge(tile, tileRows, c, rows, columns);
    }

    private void Merge(T* tile, nint stride, T* c, nint rows, nint columns)
    {
        for (nint j = 0; j < columns; j++)
        {
            for (nint i = 0; i < rows; i++)
            {
                T* destination = c + (i * C.RowStride) + (j * C.ColumnStride);
                T value = tile[i + (j * stride)];
                *destination = Beta == T.Zero ? value : T.MultiplyAddEstimate(*destination, Beta, value);
            }
        }
    }

    private readonly struct Packing(PackedBlock<T, TVector, TLanes, TMaxColumns> block) : IParallelBody
    {
        private readonly PackedBlock<T, TVector, TLanes, TMaxColumns> block = block;

        public void Run(int index)
        {
            if (index < block.PackTasksA)
                block.PackA(index);
            else
                block.PackB(index - block.PackTasksA);
        }
    }

    private readonly struct Computing(PackedBlock<T, TVector, TLanes, TMaxColumns> block) : IParallelBody
    {
        private readonly PackedBlock<T, TVector, TLanes, TMaxColumns> block = block;

        public void Run(int index) => block.Compute(index);
    }
}
