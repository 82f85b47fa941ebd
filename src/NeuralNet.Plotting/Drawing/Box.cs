namespace NeuralNet.Plotting;

/// <summary>A rectangle on the page; y grows downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double Middle => Top + Height / 2;

    public double Center => Left + Width / 2;

    public static Box Between(double x1, double y1, double x2, double y2) =>
        new(Math.Min(x1, x2), Math.Min(y1, y2), Math.Abs(x2 - x1), Math.Abs(y2 - y1));

    public Box Inset(double left = 0, double top = 0, double right = 0, double bottom = 0) =>
        new(Left + left, Top + top, Width - left - right, Height - top - bottom);
}
