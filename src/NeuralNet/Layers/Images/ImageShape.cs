namespace NeuralNet;

/// <summary>
/// The sizes of an image: planes of height × width pixels, each pixel with depth values, which are consecutive in memory. With channels
/// last, there is one plane, and the depth is the number of channels; with channels first, there is one plane for each channel, and the
/// depth is 1. Sizes may be open.
/// </summary>
internal readonly record struct ImageShape(int Planes, int Height, int Width, int Depth)
{
    /// <summary>The number of values of a row of pixels.</summary>
    public int RowLength => Width * Depth;

    /// <summary>The number of values of a plane.</summary>
    public int PlaneLength => Height * RowLength;

    /// <summary>Returns the number of planes of a batch.</summary>
    public int PlanesIn(Tensor batch) => batch.Rows * Planes;

    /// <summary>Returns the values of a plane of a batch.</summary>
    public Span<float> Plane(Tensor batch, int plane) => batch.Data.Slice(plane * PlaneLength, PlaneLength);
}
