namespace NeuralNet;

/// <summary>The order of the axes of sequences and images, the batch being the first.</summary>
public enum DataFormat
{
    /// <summary>(batch, steps, channels) or (batch, height, width, channels): the channels of a pixel are consecutive in memory.</summary>
    ChannelsLast,

    /// <summary>(batch, channels, steps) or (batch, channels, height, width): the pixels of a channel are consecutive in memory.</summary>
    ChannelsFirst,
}
