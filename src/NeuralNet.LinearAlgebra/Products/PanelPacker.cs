using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Copies a strip of a matrix into a panel: for every step of the depth the strip's rows side by side, zeros where rows are missing,
/// so that the tile kernel reads memory in one straight line.
/// </summary>
internal static unsafe class PanelPacker<T>
    where T : unmanaged
{
    /// <summary>
    /// Packs rows 0 to <paramref name="rows"/> - 1 of <paramref name="source"/> into a panel of <paramref name="width"/> rows.
    /// </summary>
    public static void Pack(MatrixView<T> source, nint rows, nint depth, T* panel, nint width)
    {
        if (rows < width)
            new Span<T>(panel, (int)(width * depth)).Clear();
        Copy(source, rows, depth, panel, width);
    }

    /// <summary>
    /// Copies element (i, p) of <paramref name="source"/> to i + p·<paramref name="width"/> and leaves the rest of the panel alone.
    /// </summary>
    public static void Copy(MatrixView<T> source, nint rows, nint depth, T* panel, nint width)
    {
        if (source.RowStride == 1)
            CopyColumns(source.Data, source.ColumnStride, rows, depth, panel, width);
        else
            Transpose(source.Data, source.RowStride, rows, depth, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyColumns(T* source, nint stride, nint rows, nint depth, T* panel, nint width)
    {
        if (Vector256.IsHardwareAccelerated && rows == 2 * Vector256<T>.Count)
        {
            CopyRegisters(source, stride, depth, panel, width);
            return;
        }

        if (sizeof(T) == sizeof(float) && rows == 6)
        {
            CopySix(source, stride, depth, panel, width);
            return;
        }

        for (nint p = 0; p < depth; p++, source += stride, panel += width)
        {
            nint i = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; i + Vector512<T>.Count <= rows; i += Vector512<T>.Count)
                    Vector512.Load(source + i).Store(panel + i);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                for (; i + Vector256<T>.Count <= rows; i += Vector256<T>.Count)
                    Vector256.Load(source + i).Store(panel + i);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                for (; i + Vector128<T>.Count <= rows; i += Vector128<T>.Count)
                    Vector128.Load(source + i).Store(panel + i);
            }

            for (; i < rows; i++)
                panel[i] = source[i];
        }
    }

    /// <summary>Copies two registers of each column: the full tile of most processors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRegisters(T* source, nint stride, nint depth, T* panel, nint width)
    {
        for (nint p = 0; p < depth; p++, source += stride, panel += width)
        {
            Vector256<T> upper = Vector256.Load(source), lower = Vector256.Load(source + Vector256<T>.Count);
            upper.Store(panel);
            lower.Store(panel + Vector256<T>.Count);
        }
    }

    /// <summary>Copies six elements of four bytes of each column: the columns of a full tile on processors with 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySix(T* source, nint stride, nint depth, T* panel, nint width)
    {
        for (nint p = 0; p < depth; p++, source += stride, panel += width)
        {
            Vector128<T> first = Vector128.Load(source);
            Vector64<T> last = Vector64.Load(source + Vector128<T>.Count);
            first.Store(panel);
            last.Store(panel + Vector128<T>.Count);
        }
    }

    /// <summary>Transposes a cache line of every row in turn, so that each line is read in full while it is in the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(T* source, nint stride, nint rows, nint depth, T* panel, nint width)
    {
        nint line = 64 / sizeof(T);
        for (nint p = 0; p < depth; p += line)
            TransposeSteps(source + p, stride, rows, nint.Min(line, depth - p), panel + (p * width), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSteps(T* source, nint stride, nint rows, nint steps, T* panel, nint width)
    {
        nint i = 0;
        if (Interleave<T>.IsSupported)
        {
            for (; i + Interleave<T>.Size <= rows; i += Interleave<T>.Size)
                TransposeRegisters(source + (i * stride), stride, steps, panel + i, width);
        }

        for (; i < rows; i++)
            TransposeRows(source + (i * stride), stride, 1, 0, steps, panel + i, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeRegisters(T* source, nint stride, nint steps, T* panel, nint width)
    {
        nint p = 0;
        for (; p + Interleave<T>.Size <= steps; p += Interleave<T>.Size)
            Interleave<T>.Transpose(source + p, stride, panel + (p * width), width);
        if (p < steps)
            TransposeRows(source, stride, Interleave<T>.Size, p, steps, panel, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeRows(T* source, nint stride, nint rows, nint first, nint steps, T* panel, nint width)
    {
        for (nint p = first; p < steps; p++)
        {
            for (nint i = 0; i < rows; i++)
                panel[(p * width) + i] = source[(i * stride) + p];
        }
    }
}
