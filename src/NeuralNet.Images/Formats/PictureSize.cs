namespace NeuralNet.Images;

/// <summary>The numbers of columns and rows of pixels that the header of a file states, from 0 to 2³².</summary>
internal readonly record struct PictureSize(long Width, long Height)
{
    /// <summary>The number of pixels; <see cref="long.MaxValue"/> if it is greater.</summary>
    public long Pixels => Height == 0 || Width <= long.MaxValue / Height ? Width * Height : long.MaxValue;
}
