namespace NeuralNet;

/// <summary>
/// The windows of a pool or a convolution along one axis: window i covers the cells from i·stride − padding on, as far as they exist.
/// Keras: backend/tensorflow/nn.py.
/// </summary>
internal sealed class WindowAxis
{
    private readonly int cells, window, stride, before;

    public WindowAxis(int cells, int window, int stride, Padding padding)
    {
        (this.cells, this.window, this.stride) = (cells, window, stride);
        Count = CountOf(cells, window, stride, padding);
        before = padding == Padding.Same ? PaddingBefore(cells, window, stride, Count) : 0;
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>Returns the number of windows; at most 0 if the first does not fit.</summary>
    public static int CountOf(int cells, int window, int stride, Padding padding) =>
        padding == Padding.Same ? (cells - 1) / stride + 1 : cells < window ? 0 : (cells - window) / stride + 1;

    /// <summary>Returns the cells of padding before the first cell with <c>same</c>, where an odd cell of padding is at the end.</summary>
    public static int PaddingBefore(int cells, int window, int stride, int count) =>
        (int)(Math.Max((count - 1L) * stride + window - cells, 0) / 2);

    /// <summary>Returns the first cell of a window.</summary>
    public int Start(int index) => Math.Max(index * stride - before, 0);

    /// <summary>Returns the index after the last cell of a window.</summary>
    public int End(int index) => (int)Math.Min((long)index * stride - before + window, cells);

    /// <summary>Returns the index of the first window that covers a cell or begins after the cell.</summary>
    public int FirstOver(int cell)
    {
        int beyond = cell + before - window;
        return beyond < 0 ? 0 : beyond / stride + 1;
    }

    /// <summary>Returns the index after the last window that begins at a cell or before.</summary>
    public int EndOver(int cell) => Math.Min((cell + before) / stride + 1, Count);
}
