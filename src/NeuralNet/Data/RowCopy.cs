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
        ReadOnlySpan<int> chosen = rows.Span;
        ReadOnlySpan<float> from = source.Data;
        Span<float> to = target.Data;
        int start = (int)((long)width * index / parts), length = (int)((long)width * (index + 1) / parts) - start;
        for (int i = 0; i < chosen.Length; i++)
            Copy(from.Slice(chosen[i] * width + start, length), to.Slice(i * width + start, length));
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
