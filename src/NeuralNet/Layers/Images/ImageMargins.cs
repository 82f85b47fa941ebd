namespace NeuralNet;

/// <summary>Copies images into the middle of larger ones and back.</summary>
/// <param name="inner">The sizes of the image without the margins.</param>
/// <param name="margins">The margins.</param>
internal sealed class ImageMargins(ImageShape inner, Margins2D margins)
{
    private readonly ImageShape outer = inner with
    {
        Height = (int)(inner.Height + margins.Vertical.Sum),
        Width = (int)(inner.Width + margins.Horizontal.Sum),
    };

    private ImageShape Inner => inner;

    private int Top => margins.Vertical.Start;

    private int Left => margins.Horizontal.Start * inner.Depth;

    /// <summary>Writes images with margins of 0.</summary>
    public void Add(Tensor images, Tensor target) =>
        PlanePass.Run(outer.PlanesIn(target), outer.Height, outer.RowLength, new AddBody(this, images, target));

    /// <summary>Writes images without their margins.</summary>
    public void Remove(Tensor images, Tensor target) =>
        PlanePass.Run(inner.PlanesIn(target), inner.Height, inner.RowLength, new RemoveBody(this, images, target));

    private readonly struct AddBody(ImageMargins sizes, Tensor images, Tensor target) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> image = sizes.Inner.Plane(images, plane);
            Span<float> padded = sizes.outer.Plane(target, plane);
            int length = sizes.Inner.RowLength;
            for (int row = firstRow; row < endRow; row++)
            {
                Span<float> values = padded.Slice(row * sizes.outer.RowLength, sizes.outer.RowLength);
                int innerRow = row - sizes.Top;
                if (innerRow < 0 || innerRow >= sizes.Inner.Height)
                {
                    values.Clear();
                    continue;
                }

                values[..sizes.Left].Clear();
                image.Slice(innerRow * length, length).CopyTo(values[sizes.Left..]);
                values[(sizes.Left + length)..].Clear();
            }
        }
    }

    private readonly struct RemoveBody(ImageMargins sizes, Tensor images, Tensor target) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> image = sizes.outer.Plane(images, plane);
            Span<float> cropped = sizes.Inner.Plane(target, plane);
            int length = sizes.Inner.RowLength;
            for (int row = firstRow; row < endRow; row++)
            {
                image.Slice((row + sizes.Top) * sizes.outer.RowLength + sizes.Left, length)
                    .CopyTo(cropped.Slice(row * length, length));
            }
        }
    }
}
