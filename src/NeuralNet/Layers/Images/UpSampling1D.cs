namespace NeuralNet;

/// <summary>
/// Repeats each step of sequences: (batch, steps, channels) becomes (batch, steps·size, channels). Keras:
/// layers/reshaping/up_sampling1d.py.
/// </summary>
/// <param name="size">The number of times that a step occurs; 2 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
[Configurable]
public sealed partial class UpSampling1D(int size = 2, string? name = null) : ResamplingLayer(ImageFormat.OfSequences(), name)
{
    private readonly int size = Require.Positive(size);

    private protected override (int Height, int Width) OutputSizeFor(int height, int width) =>
        (height, SizeOrOpen(width, (long)width * size));

    private protected override Resampling ResamplingOf(ImageShape input, ImageShape output) => Resize(input, output, Interpolation.Nearest);
}
