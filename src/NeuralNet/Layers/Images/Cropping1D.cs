namespace NeuralNet;

/// <summary>
/// Removes steps at the ends of sequences: (batch, steps, channels) becomes (batch, steps − start − end, channels). Keras:
/// layers/reshaping/cropping1d.py.
/// </summary>
/// <param name="cropping">The numbers of steps that are removed at the start and at the end; 1 each by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A number of steps is negative.</exception>
[Configurable]
public sealed partial class Cropping1D(Margins1D? cropping = null, string? name = null)
    : Cropping(ImageFormat.OfSequences(), new Margins2D(0, cropping ?? 1), name)
{
    private readonly Margins1D cropping = Require.NonNegative(cropping ?? 1, nameof(cropping));
}
