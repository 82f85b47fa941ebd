namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A rectangle of windows: some rows, counted through all images of a batch, and some columns of each row.
/// </summary>
internal readonly record struct WindowBlock(int Row, int Rows, int Column, int Columns)
{
    /// <summary>The number of windows.</summary>
    public int Count => Rows * Columns;
}

/// <summary>A division of all windows of a batch into blocks, row after row.</summary>
internal readonly record struct WindowBlocks(int Rows, int Columns, int Height, int Width)
{
    private int Across => (Columns + Width - 1) / Width;

    /// <summary>The number of blocks.</summary>
    public int Count => (Rows + Height - 1) / Height * Across;

    /// <summary>Returns a block.</summary>
    public WindowBlock this[int index]
    {
        get
        {
            int row = index / Across * Height, column = index % Across * Width;
            return new(row, Math.Min(Height, Rows - row), column, Math.Min(Width, Columns - column));
        }
    }

    /// <summary>
    /// Divides windows into blocks of about <paramref name="windows"/>: whole rows if these are not much longer, else equal parts of a row.
    /// </summary>
    public static WindowBlocks Divide(int rows, int columns, int windows)
    {
        windows = Math.Max(1, windows);
        int width = columns <= windows + (windows / 2) ? columns : EvenShare(columns, windows);
        int height = EvenShare(rows, Math.Clamp(windows / width, 1, ConvolutionCost.MaxBlockRows));
        return new(rows, columns, height, width);
    }

    private static int EvenShare(int length, int max)
    {
        int parts = (length + max - 1) / max;
        return (length + parts - 1) / parts;
    }
}
