using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Copies chosen rows, in parts that threads may share: each part is a range of the columns of all rows, which is the range that the
/// same thread will multiply, so that the copy begins in the cache of that thread.
/// </summary>
internal readonly struct RowCopy(Tensor source, ReadOnlyMemory<int> rows, Tensor target, int width, int parts) : IParallelBody
{
    public void Run(int index)
    {
        int start = (int)((long)width * index / parts), end = (int)((long)width * (index + 1) / parts);
        Copy(source.Data, rows.Span, target.Data, width, start, end - start);
    }

    /// <summary>Copies a range of the columns of chosen rows.</summary>
    public static void Copy(ReadOnlySpan<float> from, ReadOnlySpan<int> rows, Span<float> to, int width, int start, int length)
    {
        for (int i = 0; i < rows.Length; i++)
            Copy(from.Slice(rows[i] * width + start, length), to.Slice(i * width + start, length));
    }

    /// <summary>Copies a row or a part of it; a loop copies a few values faster than a call.</summary>
    public static void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        if (to.Length > ElementwiseCost.MaxCopyLoop)
        {
            from.CopyTo(to);
            return;
        }

        for (int k = 0; k < to.Length; k++)
            to[k] = from[k];
    }
}
