using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>Checks of rows that callers give, and copies of them.</summary>
internal static class Data
{
    /// <summary>Returns one row as a batch of one.</summary>
    /// <exception cref="ArgumentException">The shape does not fit, or a value is not finite.</exception>
    public static Tensor Row(Tensor row, Shape rowShape, string name)
    {
        bool hasBatchAxis = row.Shape.IsBatchOf(rowShape) && row.Shape[0] == 1;
        if (!hasBatchAxis && !rowShape.Admits(row.Shape))
            throw new ArgumentException(
                $"The {name} has the shape {row.Shape}; a single row of shape {rowShape} is wanted. Many rows go to ExplainRows.", name);
        if (row.Length == 0)
            throw new ArgumentException($"The {name} has the shape {row.Shape}: it is empty.", name);
        RequireFinite(row, row.Length, name);
        return hasBatchAxis ? row : row.Reshape(row.Shape.WithBatch(1));
    }

    /// <summary>Returns rows after a check.</summary>
    /// <exception cref="ArgumentException">The shape does not fit, there are none, or a value is not finite.</exception>
    public static Tensor Rows(Tensor rows, Shape? rowShape, string name)
    {
        if (rows.Rank < 2)
            throw new ArgumentException(
                $"{name} has the shape {rows.Shape}; its first axis counts the rows, the others are those of a row. Reshape a single "
                + "row to (1, …).", name);
        if (rowShape is not null && !rows.Shape.IsBatchOf(rowShape))
            throw new ArgumentException(
                $"{name} has rows of shape {rows.Shape.WithoutBatch()}; rows of shape {rowShape} are wanted.", name);
        if (rows.Rows == 0)
            throw new ArgumentException($"{name} has no rows; at least one is needed.", name);
        if (rows.RowLength == 0)
            throw new ArgumentException($"{name} has the shape {rows.Shape}: its rows are empty.", name);
        RequireFinite(rows, rows.RowLength, name);
        return rows;
    }

    /// <summary>Returns a copy of a background.</summary>
    /// <exception cref="ArgumentException">The shape does not fit, there are none, or a value is not finite.</exception>
    public static Tensor Background(Tensor background, Shape? rowShape)
    {
        ArgumentNullException.ThrowIfNull(background);
        return Rows(background, rowShape, nameof(background)).Clone();
    }

    /// <summary>Returns a copy of one row, without a batch axis.</summary>
    public static Tensor RowAt(Tensor rows, int row) => new(rows.Shape.WithoutBatch(), rows.Row(row));

    private static void RequireFinite(Tensor rows, int rowLength, string name)
    {
        if (TensorPrimitives.IsFiniteAll<float>(rows.AsSpan()))
            return;
        int index = 0;
        while (float.IsFinite(rows.AsSpan()[index]))
            index++;
        (int row, int column) = (index / rowLength, index % rowLength);
        throw new ArgumentException(FormattableString.Invariant(
            $"{name} contains {rows.AsSpan()[index]} at value {column} of row {row}. Replace it by a number."), name);
    }
}
