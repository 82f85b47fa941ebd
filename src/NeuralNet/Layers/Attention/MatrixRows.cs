using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The rows of matrices in place, for what is not a product.</summary>
internal static class MatrixRows
{
    /// <summary>Returns a row of the matrix, as stored.</summary>
    public static Span<float> RowSpan(this in MatrixOperand matrix, int row) =>
        matrix.Buffer.AsSpan(matrix.Offset + row * matrix.RowStride, matrix.Columns);

    /// <summary>Sets the elements to 0.</summary>
    public static void Clear(this in MatrixOperand matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
            matrix.RowSpan(row).Clear();
    }
}
