namespace NeuralNet.Explainability;

/// <summary>
/// A heat map of the fall of the output when a patch that slides over an image is covered: the value of a pixel is the mean of
/// f(x) − f(x with the patch replaced by the baseline) over the patches that contain the pixel. <c>Plot.ImageHeatMap</c>
/// draws the explanation. Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014.
/// </summary>
/// <remarks>
/// The patches begin at the pixels 0, stride, 2·stride, … along both axes, and end at the edges of the image. A smaller stride makes a
/// finer map, with as many predictions as there are patches. <see cref="Occlusion"/> covers patches that do not overlap, as features with
/// names.
/// </remarks>
public sealed class OcclusionMap : PredictionExplainer
{
    private readonly Size2D patch, stride;
    private readonly float baseline;
    private readonly DataFormat dataFormat;

    /// <summary>Creates the explainer.</summary>
    /// <param name="predict">The model: outputs for each image. May be called from several threads at once.</param>
    /// <param name="patch">The height and the width of a patch in pixels.</param>
    /// <param name="stride">The distance of the beginnings of patches along both axes; half of the patch, rounded up, by default.</param>
    /// <param name="baseline">The value that replaces covered values; 0 by default.</param>
    /// <param name="dataFormat">The order of the axes of an image; <see cref="DataFormat.ChannelsLast"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is less than 1, the stride is greater than the patch, so that pixels would be left out, or the baseline is not finite.
    /// </exception>
    public OcclusionMap(
        Func<Tensor, Tensor> predict, Size2D patch, Size2D? stride = null, float baseline = 0,
        DataFormat dataFormat = DataFormat.ChannelsLast)
        : base("Occlusion map", predict)
    {
        this.patch = RequireSize(patch, nameof(patch));
        this.stride = RequireSize(stride ?? new Size2D((patch.Height + 1) / 2, (patch.Width + 1) / 2), nameof(stride));
        if (this.stride.Height > patch.Height || this.stride.Width > patch.Width)
            throw new ArgumentOutOfRangeException(
                nameof(stride), this.stride.ToString(), $"'stride' must not exceed the patch {patch}, or pixels would be left out.");
        this.baseline = Settings.Require(baseline, isValid: true, "a finite number");
        this.dataFormat = dataFormat;
    }

    /// <summary>Creates the explainer of a model, whose labels are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="OcclusionMap(Func{Tensor, Tensor}, Size2D, Size2D?, float, DataFormat)"/>
    public OcclusionMap(
        Model model, Size2D patch, Size2D? stride = null, float baseline = 0, DataFormat dataFormat = DataFormat.ChannelsLast)
        : this(PredictionFunction.FunctionOf(model, "OcclusionMap"), patch, stride, baseline, dataFormat)
    {
    }

    private protected override Shape? RowShape => Function.Model?.InputShapes[0];

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run)
    {
        Shape image = rows.Shape.WithoutBatch();
        var layout = ImageLayout.Of(image, dataFormat, "row");
        PatchRange[] patches = [.. PatchesOf(layout)];
        Features pixels = Features.Pixels(image, layout);
        double[] outputs = Function.Means(rows.Rows * patches.Length, rowsPerItem: 1, image, Write, output, run);
        return [.. predictions.Select((prediction, row) => new Attribution(
            Method, output, Data.RowAt(rows, row), pixels,
            MeanFalls(layout, patches, prediction, outputs.AsSpan(row * patches.Length, patches.Length)), prediction))];

        void Write(int item, int firstRow, Span<float> target)
        {
            rows.Row(item / patches.Length).CopyTo(target);
            foreach (int pixel in patches[item % patches.Length].Pixels(layout.Width))
            {
                for (int channel = 0; channel < layout.Channels; channel++)
                    target[layout.IndexOf(pixel, channel)] = baseline;
            }
        }
    }

    private IEnumerable<PatchRange> PatchesOf(ImageLayout layout)
    {
        for (int top = 0; top < layout.Height; top += stride.Height)
        {
            for (int left = 0; left < layout.Width; left += stride.Width)
                yield return new PatchRange(
                    top, Math.Min(top + patch.Height, layout.Height), left, Math.Min(left + patch.Width, layout.Width));
        }
    }

    /// <summary>Returns the mean fall of the output over the patches that contain each pixel.</summary>
    private static double[] MeanFalls(ImageLayout layout, PatchRange[] patches, float prediction, ReadOnlySpan<double> outputs)
    {
        double[] falls = new double[layout.Pixels];
        int[] counts = new int[layout.Pixels];
        for (int i = 0; i < patches.Length; i++)
        {
            foreach (int pixel in patches[i].Pixels(layout.Width))
            {
                falls[pixel] += prediction - outputs[i];
                counts[pixel]++;
            }
        }

        for (int pixel = 0; pixel < falls.Length; pixel++)
            falls[pixel] /= counts[pixel];
        return falls;
    }

    private static Size2D RequireSize(Size2D size, string name) => size is { Height: > 0, Width: > 0 }
        ? size
        : throw new ArgumentOutOfRangeException(name, size.ToString(), $"'{name}' must be at least 1 along both axes.");

    /// <summary>A rectangle of pixels, from a first row and column to those behind the last.</summary>
    private readonly record struct PatchRange(int Top, int Bottom, int Left, int Right)
    {
        public IEnumerable<int> Pixels(int width)
        {
            for (int row = Top; row < Bottom; row++)
            {
                for (int column = Left; column < Right; column++)
                    yield return row * width + column;
            }
        }
    }
}
