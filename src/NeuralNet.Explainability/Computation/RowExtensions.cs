namespace NeuralNet.Explainability;

/// <summary>Tensors and shapes seen as rows: their first axis counts the rows, the others are those of a row.</summary>
internal static class RowExtensions
{
    extension(Tensor tensor)
    {
        /// <summary>The number of rows; 1 for a scalar.</summary>
        public int Rows => tensor.Rank == 0 ? 1 : tensor.Shape[0];

        /// <summary>The number of values of a row.</summary>
        public int RowLength => tensor.Rows == 0 ? tensor.Shape.WithoutBatch().Size : tensor.Length / tensor.Rows;
    }

    extension(Shape shape)
    {
        /// <summary>The size of the last axis; 1 for a scalar.</summary>
        public int LastSize => shape.Rank == 0 ? 1 : shape[^1];

        /// <summary>Returns this shape behind a batch axis.</summary>
        public Shape WithBatch(int rows) => [rows, .. shape];

        /// <summary>Returns this shape without its first axis.</summary>
        public Shape WithoutBatch() => [.. shape.Skip(1)];

        /// <summary>Returns whether another shape is this one, whose open axes take any size of at least one.</summary>
        public bool Admits(Shape other) => other.Rank == shape.Rank
            && shape.Zip(other, (size, actual) => size == Shape.Open ? actual >= 1 : actual == size).All(fits => fits);

        /// <summary>Returns whether this is the shape of a batch of rows of a shape.</summary>
        public bool IsBatchOf(Shape row) => shape.Rank == row.Rank + 1 && row.Admits(shape.WithoutBatch());
    }
}
