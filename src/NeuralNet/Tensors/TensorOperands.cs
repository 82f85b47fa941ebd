using NeuralNet.LinearAlgebra;

namespace NeuralNet;

public sealed partial class Tensor
{
    /// <summary>
    /// Returns the tensor as a batch of matrices for <see cref="MatrixProduct"/>: its last two axes are the rows and the columns of each,
    /// and the matrices of all other indices lie one after the other.
    /// </summary>
    /// <param name="transpose">Whether the product uses the transpose of each; false by default.</param>
    /// <exception cref="InvalidOperationException">The tensor has fewer than two axes.</exception>
    public MatrixOperand AsMatrices(bool transpose = false)
    {
        if (Rank < 2)
            throw new InvalidOperationException($"A tensor of shape {Shape} has no matrices: they lie in its last two axes. Reshape it "
                + "first.");
        int rows = Shape[^2], columns = Shape[^1];
        return new(buffer, offset, rows, columns, columns, transpose, BatchStride: rows * columns);
    }
}
