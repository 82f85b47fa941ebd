namespace NeuralNet;

/// <summary>
/// Adds steps of 0 at the ends of sequences: (batch, steps, channels) becomes (batch, start + steps + end, channels). Keras:
/// layers/reshaping/zero_padding1d.py.
/// </summary>
/// <param name="padding">The numbers of steps that are added at the start and at the end; 1 each by default.</param>
/// <param name="dataFormat">The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A number of steps is negative, or the order of the axes is undefined.</exception>
[Configurable]
public sealed partial class ZeroPadding1D(Margins1D? padding = null, DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null)
    : ZeroPadding(ImageFormat.OfSequences(dataFormat), new Margins2D(0, padding ?? 1), name)
{
    private readonly Margins1D padding = Require.NonNegative(padding ?? 1, nameof(padding));
}
