using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Copies a strip of a matrix into a panel: for every step of the depth the strip's rows side by side, zeros where rows are missing,
/// so that the tile kernel reads memory in one straight line.
/// </summary>
internal static unsafe class PanelPacker<T>
    where T : unmanaged
{
    /// <summary>Packs rows 0 to <paramref name="rows"/> - 1 of <paramref name="source"/> into a panel of <paramref name="width"/> rows.</summary>
    public static void Pack(MatrixView<T> source, nint rows, nint depth, T* panel, nint width)
    {
        if (rows < width)
            new Span<T>(panel, (int)(width * depth)).Clear();
        if (source.RowStride == 1)
            CopyColumns(source.Data, source.ColumnStride, rows, depth, panel, width);
        else
            Transpose(source.Data, source.RowStride, rows, depth, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyColumns(T* source, nint stride, nint rows, nint depth, T* panel, nint width)
    {
        for (nint p = 0; p < depth; p++, source += stride, panel += width)
        {
            for (nint i = 0; i < rows; i++)
                panel[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(T* source, nint stride, nint rows, nint depth, T* panel, nint width)
    {
        for (nint i = 0; i < rows; i++)
        {
            T* row = source + (i * stride);
            for (nint p = 0; p < depth; p++)
                panel[(p * width) + i] = row[p];
        }
    }
}
