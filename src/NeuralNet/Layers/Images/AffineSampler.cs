namespace NeuralNet;

/// <summary>
/// Computes the pixels of a plane from those at other places of a plane. A place between pixels has the weighted mean of the four around
/// it, or the value of the nearest one; the fill mode determines the pixels outside the image.
/// </summary>
internal readonly ref struct AffineSampler(
    ImageShape image, ReadOnlySpan<float> matrix, FillMode fillMode, bool isBilinear, float fillValue)
{
    private readonly ReadOnlySpan<float> matrix = matrix;

    /// <summary>Writes some rows of the moved plane.</summary>
    public void Forward(ReadOnlySpan<float> pixels, Span<float> moved, int firstRow, int endRow)
    {
        for (int row = firstRow; row < endRow; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                Span<float> result = moved.Slice((row * image.Width + column) * image.Depth, image.Depth);
                Corners corners = CornersOf(row, column);
                result.Clear();
                for (int corner = 0; corner < corners.Count; corner++)
                {
                    (int place, float weight) = corners[corner];
                    for (int channel = 0; channel < result.Length; channel++)
                        result[channel] += weight * (place < 0 ? fillValue : pixels[place + channel]);
                }
            }
        }
    }

    /// <summary>Writes dx = Σ weight·dy over the pixels of the moved plane that depend on a pixel.</summary>
    public void Backward(ReadOnlySpan<float> movedGradient, Span<float> gradient)
    {
        gradient.Clear();
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                ReadOnlySpan<float> dy = movedGradient.Slice((row * image.Width + column) * image.Depth, image.Depth);
                Corners corners = CornersOf(row, column);
                for (int corner = 0; corner < corners.Count; corner++)
                {
                    (int place, float weight) = corners[corner];
                    for (int channel = 0; place >= 0 && channel < dy.Length; channel++)
                        gradient[place + channel] += weight * dy[channel];
                }
            }
        }
    }

    /// <summary>Returns the pixels that a pixel of the moved plane depends on.</summary>
    private Corners CornersOf(int row, int column)
    {
        float x = matrix[0] * column + matrix[1] * row + matrix[2], y = matrix[3] * column + matrix[4] * row + matrix[5];
        if (!isBilinear)
            return new Corners(PlaceOf((int)MathF.Floor(y + 0.5f), (int)MathF.Floor(x + 0.5f)));
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        return new Corners(
            PlaceOf(top, left), PlaceOf(top, left + 1), PlaceOf(top + 1, left), PlaceOf(top + 1, left + 1), x - left, y - top);
    }

    /// <summary>Returns the index of the first value of a pixel that may lie outside the image; −1 for the constant.</summary>
    private int PlaceOf(int row, int column)
    {
        (int y, int x) = (Inside(row, image.Height), Inside(column, image.Width));
        return y < 0 || x < 0 ? -1 : (y * image.Width + x) * image.Depth;
    }

    private int Inside(int index, int size)
    {
        if (index >= 0 && index < size)
            return index;
        switch (fillMode)
        {
            case FillMode.Nearest:
                return Math.Clamp(index, 0, size - 1);
            case FillMode.Wrap:
                return Modulo(index, size);
            case FillMode.Reflect:
                int place = Modulo(index, 2 * size);
                return place < size ? place : 2 * size - 1 - place;
            default:
                return -1;
        }
    }

    private static int Modulo(int index, int size) => (index % size + size) % size;

    /// <summary>One pixel, or four with the fractions of the distance along each axis.</summary>
    private readonly struct Corners
    {
        private readonly int topLeft, topRight, bottomLeft, bottomRight;
        private readonly float x, y;

        public Corners(int nearest) => (topLeft, Count) = (nearest, 1);

        public Corners(int topLeft, int topRight, int bottomLeft, int bottomRight, float x, float y)
        {
            (this.topLeft, this.topRight, this.bottomLeft, this.bottomRight) = (topLeft, topRight, bottomLeft, bottomRight);
            (this.x, this.y, Count) = (x, y, 4);
        }

        public int Count { get; }

        /// <summary>Gets the place and the weight of a pixel.</summary>
        public (int Place, float Weight) this[int corner] => corner switch
        {
            0 => (topLeft, (1 - x) * (1 - y)),
            1 => (topRight, x * (1 - y)),
            2 => (bottomLeft, (1 - x) * y),
            _ => (bottomRight, x * y),
        };
    }
}
