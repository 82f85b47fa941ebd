using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra;

/// <summary>The product for operands so small that packing would cost more than it saves: four columns at a time, straight from memory.</summary>
internal static unsafe class SmallProduct<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int MaxWork = 8192;
    private const int MaxTransposed = 1024;

    public static bool Suits(in MatrixProduct<T> product) =>
        product.Rows * product.Columns * product.Depth <= MaxWork
        && (product.A.RowStride == 1 || product.Rows * product.Depth <= MaxTransposed);

    [SkipLocalsInit]
    public static void Run(in MatrixProduct<T> product)
    {
        if (product.A.RowStride == 1 || product.Rows == 1)
        {
            if (product.Rows == 1 && product.B.ColumnStride == 1)
                RunStrips(product.Transposed);
            else
                RunStrips(product);
            return;
        }

        T* columns = stackalloc T[MaxTransposed];
        PanelPacker<T>.Pack(product.A, product.Rows, product.Depth, columns, product.Rows);
        RunStrips(product with { A = new MatrixView<T>(columns, 1, product.Rows) });
    }

    private static void RunStrips(in MatrixProduct<T> product)
    {
        nint row = 0;
        if (TLanes.Count >= Vector512<T>.Count)
            row = Strips<Vector512<T>, Lanes512<T>>(product, row);
        if (TLanes.Count >= Vector256<T>.Count)
            row = Strips<Vector256<T>, Lanes256<T>>(product, row);
        if (TLanes.Count >= Vector128<T>.Count)
            row = Strips<Vector128<T>, Lanes128<T>>(product, row);
        Strips<T, LanesScalar<T>>(product, row);
    }

    /// <summary>Computes as many whole strips of rows as remain from <paramref name="row"/> on; gives the first row not done.</summary>
    private static nint Strips<TStrip, TStripLanes>(in MatrixProduct<T> product, nint row)
        where TStrip : unmanaged
        where TStripLanes : struct, ILanes<T, TStrip>
    {
        for (; row + TStripLanes.Count <= product.Rows; row += TStripLanes.Count)
        {
            for (nint column = 0; column < product.Columns; column += 4)
                FourColumns<TStrip, TStripLanes>(product, row, column);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns<TStrip, TStripLanes>(in MatrixProduct<T> product, nint row, nint column)
        where TStrip : unmanaged
        where TStripLanes : struct, ILanes<T, TStrip>
    {
        // Columns that do not exist repeat the last that does: computing it twice is cheaper than asking again and again.
        nint last = product.Columns - 1 - column;
        nint stride = product.B.ColumnStride;
        T* b0 = product.B.At(0, column);
        T* b1 = b0 + (nint.Min(1, last) * stride);
        T* b2 = b0 + (nint.Min(2, last) * stride);
        T* b3 = b0 + (nint.Min(3, last) * stride);
        T* a = product.A.At(row, 0);
        TStrip c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint p = 0, next = 0; p < product.Depth; p++, next += product.B.RowStride, a += product.A.ColumnStride)
        {
            TStrip rows = TStripLanes.Load(a);
            c0 = TStripLanes.MultiplyAdd(rows, TStripLanes.Broadcast(b0[next]), c0);
            c1 = TStripLanes.MultiplyAdd(rows, TStripLanes.Broadcast(b1[next]), c1);
            c2 = TStripLanes.MultiplyAdd(rows, TStripLanes.Broadcast(b2[next]), c2);
            c3 = TStripLanes.MultiplyAdd(rows, TStripLanes.Broadcast(b3[next]), c3);
        }

        T* c = product.C.At(row, column);
        Update<TStrip, TStripLanes>(c, c0, product);
        if (last > 0)
            Update<TStrip, TStripLanes>(c + product.C.ColumnStride, c1, product);
        if (last > 1)
            Update<TStrip, TStripLanes>(c + (2 * product.C.ColumnStride), c2, product);
        if (last > 2)
            Update<TStrip, TStripLanes>(c + (3 * product.C.ColumnStride), c3, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<TStrip, TStripLanes>(T* destination, TStrip sum, in MatrixProduct<T> product)
        where TStrip : unmanaged
        where TStripLanes : struct, ILanes<T, TStrip>
    {
        TStrip scaled = TStripLanes.Multiply(sum, TStripLanes.Broadcast(product.Alpha));
        TStripLanes.Store(destination, product.Beta == T.Zero
            ? scaled
            : TStripLanes.MultiplyAdd(TStripLanes.Load(destination), TStripLanes.Broadcast(product.Beta), scaled));
    }
}
