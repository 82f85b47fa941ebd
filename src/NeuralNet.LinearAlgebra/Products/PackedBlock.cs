using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// One block of C and one slice of the depth on one thread, which packs the operands and then computes the tiles of the block.
/// </summary>
internal readonly unsafe struct PackedBlock<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    private readonly ProductOperation<T> product;
    private readonly T* packedA;
    private readonly T* packedB;
    private readonly bool readsADirectly;
    private readonly bool readsBDirectly;

    public PackedBlock(in ProductOperation<T> product, T* packedA, T* packedB)
    {
        this.product = product;
        this.packedA = packedA;
        this.packedB = packedB;
        readsADirectly = ReadsADirectly(product, product.Columns);
        readsBDirectly = ReadsBDirectly(product, product.Columns);
    }

    private nint Depth => product.Depth;

    /// <summary>Returns whether A lies in memory as the kernel reads it and so few columns read it that packing would not pay.</summary>
    public static bool ReadsADirectly(in ProductOperation<T> product, nint columns) =>
        product.A.RowStride == 1
        && columns <= TTiles.Columns * (product.A.ColumnStride * sizeof(T) <= ProductCost.MaxNearBytes
            ? ProductCost.MaxNearReadings
            : ProductCost.MaxFarReadings);

    /// <summary>Returns whether B is one panel that lies in memory as the kernel reads it.</summary>
    public static bool ReadsBDirectly(in ProductOperation<T> product, nint columns) =>
        product.B.ColumnStride == 1 && columns <= TTiles.Columns && columns == TTiles.RoundColumns(columns);

    public void Run()
    {
        PackA();
        PackB();
        nint height = nint.Max(1, ProductCost.CachedRows / TTiles.Rows) * TTiles.Rows;
        for (nint row = 0; row < product.Rows; row += height)
            Compute(row, nint.Min(row + height, product.Rows));
    }

    /// <summary>
    /// Packs panels of A. Where A is read directly, only a panel with missing rows is packed, because the kernel would read past its end.
    /// </summary>
    private void PackA()
    {
        for (nint row = 0; row < product.Rows; row += TTiles.Rows)
        {
            nint rows = nint.Min(TTiles.Rows, product.Rows - row);
            nint panelRows = TTiles.RoundRows(rows);
            if (!readsADirectly || rows != panelRows)
                PanelPacker<T>.Pack(product.A.From(row, 0), rows, Depth, packedA + (row * Depth), panelRows);
        }
    }

    private void PackB()
    {
        if (readsBDirectly)
            return;
        for (nint column = 0; column < product.Columns; column += TTiles.Columns)
        {
            nint columns = nint.Min(TTiles.Columns, product.Columns - column);
            T* panel = packedB + (column * Depth);
            PanelPacker<T>.Pack(product.B.From(0, column).Transposed, columns, Depth, panel, TTiles.RoundColumns(columns));
        }
    }

    private void Compute(nint rowStart, nint rowEnd)
    {
        for (nint column = 0; column < product.Columns; column += TTiles.Columns)
        {
            for (nint row = rowStart; row < rowEnd; row += TTiles.Rows)
                ComputeTile(row, nint.Min(TTiles.Rows, rowEnd - row), column, nint.Min(TTiles.Columns, product.Columns - column));
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
}
