using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>An image, and beside it, over a faint copy, how much of a prediction is due to each of its pixels.</summary>
internal sealed class ImageHeatMap : Plot
{
    public const int MaxPixels = 256;

    private const double Gap = 32, HeadRoom = 24, ScaleRoom = 44, ScaleWidth = 200, Ghost = 0.16;
    private const string ImageHead = "image", HeatHead = "attribution, over the image", ScaleLabel = "attribution";
    private readonly double[,] image, heat;
    private readonly ColorScale scale;
    private readonly Interval brightness;

    public ImageHeatMap(double[,] image, double[,] heat, string title, string? subtitle = null)
        : base(title, subtitle)
    {
        (this.image, this.heat) = (image, heat);
        scale = ColorScale.Around0(heat.Cast<double>());
        brightness = Interval.Of(image.Cast<double>());
    }

    private protected override double ContentHeight => HeadRoom + PanelHeight + ScaleRoom;

    private double PanelWidth => (ContentWidth - Gap) / 2 * Math.Min(1, (double)Columns / Rows);

    private double PanelHeight => PanelWidth * Rows / Columns;

    private int Rows => image.GetLength(0);

    private int Columns => image.GetLength(1);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        var left = new Box(area.Left, area.Top + HeadRoom, PanelWidth, PanelHeight);
        Box right = left with { Left = left.Left + Math.Max(left.Width, TextMeasure.Width(ImageHead, 13)) + Gap };
        svg.Text("heading", left.Left, left.Top - 9, ImageHead);
        svg.Rectangle("black", left);
        CellMap.Paint(svg, left, Columns, Rows, (column, row) => ("white", Brightness(column, row)));
        svg.Text("heading", right.Left, right.Top - 9, HeatHead);
        DrawGhost(svg, right);
        CellMap.Paint(svg, right, Columns, Rows, (column, row) => (scale.Style(heat[row, column]), scale.Opacity(heat[row, column])));
        svg.Rectangle("axis", left);
        svg.Rectangle("axis", right);

        // Below a narrow image the scale begins where the page does.
        double scaleLeft = Math.Max(right.Right - ScaleWidth, area.Left + TextMeasure.Width(ScaleLabel, 12) + 10);
        scale.DrawBar(svg, new Box(scaleLeft, right.Bottom + 18, ScaleWidth, 10), ScaleLabel);
    }

    /// <summary>
    /// Draws the faint copy: dark pixels darken the surface and bright pixels lighten it, so that in both themes a brighter pixel looks
    /// brighter.
    /// </summary>
    private void DrawGhost(SvgWriter svg, Box box)
    {
        CellMap.Paint(svg, box, Columns, Rows, (column, row) => ("ghost-black", 1 - Brightness(column, row)), Ghost);
        CellMap.Paint(svg, box, Columns, Rows, (column, row) => ("ghost-white", Brightness(column, row)), Ghost);
    }

    private double Brightness(int column, int row) => (image[row, column] - brightness.From) / brightness.Length;
}

public abstract partial class Plot
{
    /// <summary>
    /// An image, and beside it how much of a prediction is due to each pixel: vermilion raises it, blue lowers it. The image is
    /// shown in greys from its minimum, black, to its maximum, white; attributions of several channels are added.
    /// </summary>
    /// <param name="image">The image, (height, width) or (height, width, channels), of at most 256 × 256 pixels.</param>
    /// <param name="values">The attributions, in the same shape or as (height, width).</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// A shape is not that of an image, the two do not fit, the image is empty or too large, or a value is not finite.
    /// </exception>
    public static Plot ImageHeatMap(Tensor image, Tensor values, string title = "What the output is due to, by pixel") =>
        ImageHeatMap(image, values, title, subtitle: null);

    /// <summary>The heat map of an explanation of an image.</summary>
    /// <param name="attribution">The explanation.</param>
    /// <param name="imageShape">The shape of the image, if the model takes it as one row of values: <c>[8, 8]</c>.</param>
    /// <param name="title">The line above the picture; by default it names the method and the output.</param>
    /// <param name="outputName">The name of the output explained; by default its class in the model's labels, or its number.</param>
    /// <exception cref="ArgumentException">The row explained is no image, or none of this shape.</exception>
    public static Plot ImageHeatMap(
        Attribution attribution, Shape? imageShape = null, string? title = null, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        Shape shape = imageShape ?? attribution.Input.Shape;
        if (shape.Rank is not (2 or 3) || shape.Size != attribution.Input.Length)
            throw new ArgumentException(
                $"The row explained has the shape {attribution.Input.Shape}; {shape} is no image of it. Give '{nameof(imageShape)}' as "
                + "(height, width) or (height, width, channels).", imageShape is null ? nameof(attribution) : nameof(imageShape));
        return ImageHeatMap(
            attribution.Input.Reshape(shape), attribution.ToTensor().Reshape(shape),
            title ?? AttributionTexts.Title(attribution, outputName), AttributionTexts.Fidelity(attribution));
    }

    private static ImageHeatMap ImageHeatMap(Tensor image, Tensor values, string title, string? subtitle)
    {
        double[,] pixels = Pixels(image, average: true, nameof(image)), heat = Pixels(values, average: false, nameof(values));
        if (pixels.GetLength(0) != heat.GetLength(0) || pixels.GetLength(1) != heat.GetLength(1))
            throw new ArgumentException(
                $"The attributions must have the shape of the image, {image.Shape}; they have {values.Shape}.", nameof(values));
        return new ImageHeatMap(pixels, heat, Check.Title(title), subtitle);
    }

    private static double[,] Pixels(Tensor image, bool average, string name)
    {
        ArgumentNullException.ThrowIfNull(image, name);
        if (image.Rank is not (2 or 3) || image.Length == 0)
            throw new ArgumentException(
                $"'{name}' must have the shape (height, width) or (height, width, channels) and a pixel; it has {image.Shape}. "
                + "Tensor.Reshape gives it another.", name);
        const int Max = Plotting.ImageHeatMap.MaxPixels;
        if (image.Shape[0] > Max || image.Shape[1] > Max)
            throw new ArgumentException(
                $"'{name}' must have at most {Max} × {Max} pixels; its shape is {image.Shape}. Make it smaller first.", name);
        Check.Finite(image, name);
        int channels = image.Rank == 3 ? image.Shape[2] : 1;
        double[,] pixels = new double[image.Shape[0], image.Shape[1]];
        for (int i = 0; i < image.Length; i++)
        {
            int pixel = i / channels;
            pixels[pixel / image.Shape[1], pixel % image.Shape[1]] += image.AsSpan()[i] / (average ? (double)channels : 1);
        }

        return pixels;
    }
}
