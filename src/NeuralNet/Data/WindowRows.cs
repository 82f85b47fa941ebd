namespace NeuralNet;

/// <summary>Windows of a series: row i has some elements of the series at a fixed distance, from element start + i·stride on.</summary>
/// <param name="series">The series, steps along its first axis.</param>
/// <param name="count">The number of windows.</param>
/// <param name="start">The index of the first element of the first window.</param>
/// <param name="stride">The distance from the beginning of one window to that of the next.</param>
/// <param name="length">The number of elements of a window; null for rows that are one element without an axis of steps.</param>
/// <param name="rate">The distance from one element of a window to the next.</param>
internal sealed class WindowRows(Tensor series, int count, int start, int stride, int? length, int rate)
    : TensorRows(count, length is int steps ? [steps, .. series.Shape.WithoutBatch()] : series.Shape.WithoutBatch())
{
    public override Tensor Read(int row)
    {
        var window = new Tensor(Shape);
        Copy(row, window.Data);
        return window;
    }

    public override void CopyTo(Tensor target, int firstRow)
    {
        for (int i = 0; i < target.Rows; i++)
            Copy(firstRow + i, target.Row(i));
    }

    public override void CopyTo(Tensor target, ReadOnlyMemory<int> rows)
    {
        for (int i = 0; i < target.Rows; i++)
            Copy(rows.Span[i], target.Row(i));
    }

    /// <summary>Returns the rows of some of the windows.</summary>
    public WindowRows Slice(int first, int windows) => new(series, windows, start + (first * stride), stride, length, rate);

    private void Copy(int row, Span<float> window)
    {
        int width = series.RowLength, first = start + (row * stride);
        for (int k = 0; k < (length ?? 1); k++)
            series.Data.Slice((first + (k * rate)) * width, width).CopyTo(window[(k * width)..]);
    }
}
