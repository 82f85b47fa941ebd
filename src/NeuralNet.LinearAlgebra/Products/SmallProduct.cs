using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a product of operands so small that packing them would take longer than the product: in strips as high as a register.
/// </summary>
internal static unsafe class SmallProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    public static bool Suits(in ProductOperation<T> product) =>
        product.Work <= ProductCost.MaxSmallWork && product.Depth * TTiles.Lanes <= ProductCost.MaxStripElements;

    public static void Run(in ProductOperation<T> product)
    {
        bool isRow = product.Rows == 1 && product.B.ColumnStride == 1 && product.C.ColumnStride == 1;
        if (isRow && product.Columns >= Vector128<T>.Count)
            RunStrips(product.Transposed);
        else
            RunStrips(product);
    }

    private static void RunStrips(in ProductOperation<T> product)
    {
        nint row = 0;
        if (TTiles.Lanes >= Vector512<T>.Count)
            row = Strips<Vector512<T>, Lanes512<T>>(product, row, Vector256<T>.Count);
        if (TTiles.Lanes >= Vector256<T>.Count)
            row = Strips<Vector256<T>, Lanes256<T>>(product, row, Vector128<T>.Count);
        if (TTiles.Lanes >= Vector128<T>.Count)
            row = Strips<Vector128<T>, Lanes128<T>>(product, row, Vector128<T>.Count / 2);
        Strips<T, LanesScalar<T>>(product, row, 0);
    }

    /// <summary>
    /// Computes strips while more rows remain than the next smaller register holds, and returns the first row that remains.
    /// </summary>
    private static nint Strips<TStrip, TLanes>(in ProductOperation<T> product, nint row, nint smaller)
        where TStrip : unmanaged
        where TLanes : struct, ILanes<T, TStrip>
    {
        for (; product.Rows - row > smaller; row += TLanes.Count)
        {
            nint rows = nint.Min(TLanes.Count, product.Rows - row);
            if (rows == TLanes.Count && product.A.RowStride == 1)
                Strip<TStrip, TLanes>(product, product.A.At(row, 0), product.A.ColumnStride, row, rows);
            else
                PackedStrip<TStrip, TLanes>(product, row, rows);
        }

        return nint.Min(row, product.Rows);
    }

    /// <summary>Computes a strip whose rows are too few or not side by side, which is packed first.</summary>
    [SkipLocalsInit]
    private static void PackedStrip<TStrip, TLanes>(in ProductOperation<T> product, nint row, nint rows)
        where TStrip : unmanaged
        where TLanes : struct, ILanes<T, TStrip>
    {
        if (TLanes.Count == 1)
        {
            Strip<TStrip, TLanes>(product, product.A.At(row, 0), product.A.ColumnStride, row, 1);
            return;
        }

        T* panel = stackalloc T[ProductCost.MaxStripElements];
        PanelPacker<T>.Pack(product.A.From(row, 0), rows, product.Depth, panel, TLanes.Count);
        Strip<TStrip, TLanes>(product, panel, TLanes.Count, row, rows);
    }

    private static void Strip<TStrip, TLanes>(in ProductOperation<T> product, T* a, nint stepA, nint row, nint rows)
        where TStrip : unmanaged
        where TLanes : struct, ILanes<T, TStrip>
    {
        nint column = 0;
        for (; product.Columns - column > 4; column += 8)
            StripKernel<T, TStrip, TLanes, Size8>.Run(product, a, stepA, row, rows, column);
        if (column < product.Columns)
            StripKernel<T, TStrip, TLanes, Size4>.Run(product, a, stepA, row, rows, column);
    }
}
