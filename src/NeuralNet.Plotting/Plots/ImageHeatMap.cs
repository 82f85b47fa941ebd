using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>An image, and beside it, over a faint copy, how much of a prediction is due to each of its pixels.</summary>
internal sealed class ImageHeatMap : Plot
{
    private const double Gap = 32, HeadRoom = 24, ScaleRoom = 44, ScaleWidth = 200, Ghost = 0.16;
    private const string ImageHead = "image", HeatHead = "attribution, over the image", ScaleLabel = "attribution";
    private readonly ImagePixels image;
    private readonly double[,] heat;
    private readonly ColorScale scale;

    public ImageHeatMap(ImagePixels image, double[,] heat, string title, string? subtitle = null)
        : base(title, subtitle)
    {
        (this.image, this.heat) = (image, heat);
        scale = ColorScale.Around0(heat.Cast<double>());
    }

    private protected override double ContentHeight => HeadRoom + PanelHeight + ScaleRoom;

    private double PanelWidth => (ContentWidth - Gap) / 2 * Math.Min(1, (double)image.Width / image.Height);

    private double PanelHeight => PanelWidth * image.Height / image.Width;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        var left = new Box(area.Left, area.Top + HeadRoom, PanelWidth, PanelHeight);
        Box right = left with { Left = left.Left + Math.Max(left.Width, TextMeasure.Width(ImageHead, 13)) + Gap };
        svg.Text("heading", left.Left, left.Top - 9, ImageHead);
        DrawImage(svg, left);
        svg.Text("heading", right.Left, right.Top - 9, HeatHead);
        DrawGhost(svg, right);
        CellMap.Paint(
            svg, right, image.Width, image.Height, (column, row) => (scale.Style(heat[row, column]), scale.Opacity(heat[row, column])));
        svg.Rectangle("axis", left);
        svg.Rectangle("axis", right);

        // Below a narrow image the scale begins where the page does.
        double scaleLeft = Math.Max(right.Right - ScaleWidth, area.Left + TextMeasure.Width(ScaleLabel, 12) + 10);
        scale.DrawBar(svg, new Box(scaleLeft, right.Bottom + 18, ScaleWidth, 10), ScaleLabel);
    }

    private void DrawImage(SvgWriter svg, Box box)
    {
        if (image.IsColored)
        {
            svg.Image(box, image);
            return;
        }

        svg.Rectangle("black", box);
        CellMap.Paint(svg, box, image.Width, image.Height, (column, row) => ("white", image.BrightnessAt(row, column)));
    }

    /// <summary>
    /// Draws the faint copy: dark pixels darken the surface and bright pixels lighten it, so that in both themes a brighter pixel looks
    /// brighter.
    /// </summary>
    private void DrawGhost(SvgWriter svg, Box box)
    {
        CellMap.Paint(svg, box, image.Width, image.Height, (column, row) => ("ghost-black", 1 - image.BrightnessAt(row, column)), Ghost);
        CellMap.Paint(svg, box, image.Width, image.Height, (column, row) => ("ghost-white", image.BrightnessAt(row, column)), Ghost);
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// Creates a plot of an image, and beside it how much of a prediction is due to each pixel: vermilion raises it, blue lowers it. An
    /// image of three channels, or of four with alpha, is shown in colors from its minimum, black, to its maximum; other images in grays,
    /// by the mean of their channels. Attributions of several channels are added.
    /// </summary>
    /// <param name="image">The image, (height, width) or (height, width, channels), of at most 256 × 256 pixels.</param>
    /// <param name="values">The attributions, in the same shape or as (height, width).</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// A shape is not that of an image, the two do not fit, the image is empty or too large, or a value is not finite.
    /// </exception>
    public static Plot ImageHeatMap(Tensor image, Tensor values, string title = "What the output is due to, by pixel") =>
        ImageHeatMap(image, values, title, subtitle: null);

    /// <summary>Creates a plot of the heat map of an explanation of an image.</summary>
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
        var pixels = ImagePixels.Of(image, nameof(image));
        double[,] heat = SumOfChannels(values);
        if (pixels.Height != heat.GetLength(0) || pixels.Width != heat.GetLength(1))
            throw new ArgumentException(
                $"The attributions must have the shape of the image, {image.Shape}; they have {values.Shape}.", nameof(values));
        return new ImageHeatMap(pixels, heat, Check.Title(title), subtitle);
    }

    private static double[,] SumOfChannels(Tensor values)
    {
        ImagePixels.RequireImage(values, nameof(values));
        int channels = values.Rank == 3 ? values.Shape[2] : 1;
        double[,] heat = new double[values.Shape[0], values.Shape[1]];
        for (int i = 0; i < values.Length; i++)
        {
            int pixel = i / channels;
            heat[pixel / values.Shape[1], pixel % values.Shape[1]] += values.AsSpan()[i];
        }

        return heat;
    }
}
