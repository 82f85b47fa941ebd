namespace NeuralNet.Onnx;

/// <summary>Properties of shapes that operators ask for.</summary>
internal static class ShapeExtensions
{
    /// <summary>The maximum number of axes that a file may ask for, so few that the memory for them is negligible.</summary>
    public const int MaxRank = 64;

    extension(Shape shape)
    {
        /// <summary>The size of the innermost axis, 1 for a scalar.</summary>
        public int Last => shape.Rank == 0 ? 1 : shape[^1];

        /// <summary>Returns the shape with another innermost size.</summary>
        public Shape WithLast(int size) => [.. shape.SkipLast(1), size];

        /// <summary>Returns the shape with the batch axis open, as in a summary: <c>(None, 2)</c>.</summary>
        public string ToStringWithBatch() => new Shape([Shape.Open, .. shape]).ToString();
    }
}
