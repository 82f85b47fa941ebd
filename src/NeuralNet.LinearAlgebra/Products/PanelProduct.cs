using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Computes products with the panels of a matrix that was packed once.</summary>
/// <remarks>
/// Every element is summed in the order of the depth, beginning with its start value, whatever the number of rows: a row has the same bits
/// alone and among others.
/// </remarks>
internal static unsafe class PanelProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    private const int TileRows = 6, PanelsOfRow = 4;

    private static nint Width => TTiles.Rows;

    /// <summary>Computes a product of rows that are stored one after the other.</summary>
    public static void Run(in PanelOperation<T> product)
    {
        nint panels = product.Columns / Width, first = 0;
        if (product.Rows == 1)
        {
            for (; panels - first >= PanelsOfRow; first += PanelsOfRow)
                FourPanels(product, first);
        }

        for (nint row = 0; row < product.Rows; row += ProductCost.PanelBlockRows)
            Block(product, row, nint.Min(ProductCost.PanelBlockRows, product.Rows - row), first, panels);
        if (panels * Width < product.Columns)
            LastPanel(product, panels);
    }

    /// <summary>
    /// Computes a product of operands that are stored by columns; the rows fill registers, which suits matrices of few columns.
    /// </summary>
    public static void RunByColumns(in PanelOperation<T> product)
    {
        for (nint first = 0; first < product.Columns; first += Width)
        {
            TTiles.Narrow(
                product.Depth, nint.Min(Width, product.Columns - first), product.A, product.Rows, product.Panels + (first * product.Depth),
                product.Start + first, product.C + (first * product.Rows));
        }
    }

    private static void FourPanels(in PanelOperation<T> product, nint first) => TTiles.PanelRow(
        product.Depth, product.Panels + (first * Width * product.Depth), Width * product.Depth, product.A, product.Start + (first * Width),
        product.C + (first * Width));

    /// <summary>Computes rows that stay in the second-level cache, while slices of panels pass through the first-level cache.</summary>
    private static void Block(in PanelOperation<T> product, nint row, nint rows, nint firstPanel, nint endPanel)
    {
        nint depth = SliceDepth(product.Depth, rows);
        for (nint step = 0; step < product.Depth; step += depth)
        {
            for (nint panel = firstPanel; panel < endPanel; panel++)
                Slice(product, row, rows, panel, step, nint.Min(depth, product.Depth - step));
        }
    }

    /// <summary>Returns the length of a slice: a few rows are not worth returning to, so that they pass through a panel at once.</summary>
    private static nint SliceDepth(nint depth, nint rows) => rows <= TileRows
        ? depth
        : Parts.Count(depth, Parts.Count(depth, ProductCost.SliceBytes / sizeof(T)));

    private static void Slice(in PanelOperation<T> product, nint row, nint rows, nint panel, nint step, nint depth)
    {
        T* slice = product.Panels + (panel * Width * product.Depth) + (step * Width);
        T* a = product.A + (row * product.Depth) + step;
        T* c = product.C + (row * product.StrideC) + (panel * Width);
        T* start = step == 0 ? product.Start + (panel * Width) : c;
        nint strideStart = step == 0 ? 0 : product.StrideC;
        for (; rows > 0; rows -= TileRows)
        {
            TTiles.FindPanel(rows)(depth, slice, a, product.Depth, start, strideStart, c, product.StrideC);
            a += TileRows * product.Depth;
            c += TileRows * product.StrideC;
            start += TileRows * strideStart;
        }
    }

    /// <summary>Computes a panel with missing columns, which are computed aside and not written.</summary>
    [SkipLocalsInit]
    private static void LastPanel(in PanelOperation<T> product, nint panel)
    {
        T* tile = stackalloc T[TileRows * (int)Width];
        T* slice = product.Panels + (panel * Width * product.Depth);
        T* start = product.Start + (panel * Width);
        nint columns = product.Columns - (panel * Width);
        for (nint row = 0; row < product.Rows; row += TileRows)
        {
            nint rows = nint.Min(TileRows, product.Rows - row);
            TTiles.FindPanel(rows)(product.Depth, slice, product.A + (row * product.Depth), product.Depth, start, 0, tile, Width);
            for (nint i = 0; i < rows; i++)
                new Span<T>(tile + (i * Width), (int)columns).CopyTo(
                    new Span<T>(product.C + ((row + i) * product.StrideC) + (panel * Width), (int)columns));
        }
    }
}
