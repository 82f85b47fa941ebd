namespace NeuralNet;

/// <summary>
/// Moves the pixels of each image by a random affine map in training: the pixel (x, y) of the output is the one at (a₀x + a₁y + a₂, b₀x +
/// b₁y + b₂) of the input, interpolated. Keras: backend/torch/image.py, <c>affine_transform</c>.
/// </summary>
public abstract class AffineAugmentation : ImageAugmentation
{
    private readonly FillMode fillMode;
    private readonly Interpolation interpolation;
    private readonly float fillValue;

    private protected AffineAugmentation(
        ImageFormat format, FillMode fillMode, Interpolation interpolation, float fillValue, string? name)
        : base(format, drawnNumbers: 6, name) =>
        (this.fillMode, this.interpolation, this.fillValue) = (fillMode, interpolation, fillValue);

    private protected sealed override void Transform(Frame frame, ImageShape image) =>
        PlanePass.Run(image.PlanesIn(frame.Input), image.Height, image.RowLength, new ForwardBody(this, frame, image));

    private protected sealed override void PutGradient(Frame frame, ImageShape image, Tensor inputGradient) =>
        PlanePass.Run(image.PlanesIn(frame.Input), 1, image.PlaneLength, new BackwardBody(this, frame, image, inputGradient));

    /// <summary>Validates the interpolation of a moved image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interpolation is neither Nearest nor Bilinear.</exception>
    private protected static Interpolation NearestOrBilinear(Interpolation interpolation) =>
        interpolation is Interpolation.Nearest or Interpolation.Bilinear
            ? interpolation
            : throw Require.Wrong(
                nameof(interpolation), interpolation, $"'{nameof(interpolation)}' of a random transformation must be Nearest or Bilinear.");

    /// <summary>Validates a factor of which both limits lie between −1 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit lies outside.</exception>
    private protected static Interval FactorUpToOne(Interval factor, string name) => factor is { Lower: >= -1, Upper: <= 1 }
        ? factor
        : throw new ArgumentOutOfRangeException(name, factor.ToString(), $"'{name}' must lie between -1 and 1.");

    private AffineSampler SamplerOf(Frame frame, ImageShape image, int plane) =>
        new(image, Drawn(frame, plane / image.Planes), fillMode, interpolation == Interpolation.Bilinear, fillValue);

    private readonly struct ForwardBody(AffineAugmentation layer, Frame frame, ImageShape image) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow) => layer.SamplerOf(frame, image, plane)
            .Forward(image.Plane(frame.Input, plane), image.Plane(frame.Output, plane), firstRow, endRow);
    }

    private readonly struct BackwardBody(AffineAugmentation layer, Frame frame, ImageShape image, Tensor inputGradient) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow) => layer.SamplerOf(frame, image, plane)
            .Backward(image.Plane(frame.OutputGradient, plane), image.Plane(inputGradient, plane));
    }
}
