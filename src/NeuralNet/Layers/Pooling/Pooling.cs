namespace NeuralNet;

/// <summary>
/// Reduces each window of a channel to one value. With <see cref="Padding.Valid"/>, all windows lie within the input; with
/// <see cref="Padding.Same"/>, windows at the edges consist of the cells that exist. Keras: layers/pooling/base_pooling.py.
/// </summary>
public abstract class Pooling : ImageLayer
{
    private readonly Size2D pool, strides;
    private readonly Padding padding;

    private protected Pooling(ImageFormat format, Size2D pool, Size2D strides, Padding padding, string? name)
        : base(format, name) => (this.pool, this.strides, this.padding) = (pool, strides, padding);

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) =>
        new PoolWindows(ImageIn(shapes.Input), pool, strides, padding);

    private protected sealed override (int Height, int Width) OutputSizeFor(int height, int width) =>
        (OutputSizeFor(height, pool.Height, strides.Height, "high"), OutputSizeFor(width, pool.Width, strides.Width, "wide"));

    /// <summary>Validates the padding of a pool.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The padding is causal or undefined.</exception>
    private protected static Padding ValidOrSame(Padding padding) => padding is Padding.Valid or Padding.Same
        ? padding
        : throw Require.Wrong(nameof(padding), padding, $"'{nameof(padding)}' of a pool must be Valid or Same.");

    private int OutputSizeFor(int cells, int window, int stride, string extent)
    {
        if (cells == Shape.Open)
            return Shape.Open;
        int count = WindowAxis.CountOf(cells, window, stride, padding);
        return count > 0
            ? count
            : throw Error(
                $"has a pool that is {window} cells {extent}; the input is {cells} cells {extent}. Take a smaller pool, or padding "
                + "Same");
    }
}
