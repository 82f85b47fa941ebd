namespace NeuralNet.LinearAlgebra;

/// <summary>Multiplies row-major matrices, and batches of them, where they lie in larger arrays.</summary>
public interface IMatrixMultiplier
{
    /// <summary>
    /// Computes C_i = op(A_i)·op(B_i) + beta·C_i for every matrix i of a batch, where op transposes a matrix if
    /// <see cref="MatrixOperand.IsTransposed"/> is set. An input whose <see cref="MatrixOperand.BatchStride"/> is 0 is the same matrix for
    /// every i.
    /// </summary>
    /// <param name="a">The left operand; op(A) has as many rows as C.</param>
    /// <param name="b">The right operand; op(B) has as many rows as op(A) has columns, and as many columns as C.</param>
    /// <param name="c">The result, not transposed. Elements beside it in its buffer are left alone.</param>
    /// <param name="beta">The factor of what C holds; C is not read if the factor is 0.</param>
    /// <param name="batch">The number of products; 0 does nothing.</param>
    /// <remarks>
    /// <para>The matrices of C must not overlap each other: with more than one, they lie one after the other (BatchStride is at least
    /// (Rows - 1)·RowStride + Columns) or side by side (BatchStride is at least Columns, and all of them fit into one RowStride).</para>
    /// <para>C must not overlap what A or B read, but may lie in the same buffer: in another range of it, or in other columns of it. The
    /// columns are compared modulo the row stride and the batch stride of C and of the input: two time steps of one sequence, or two
    /// heads of one projection, are recognized as apart. Operands that none of these strides separates are refused.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">A buffer is null.</exception>
    /// <exception cref="ArgumentException">A number is negative, an operand ends behind its buffer, the shapes do not fit each other, C is
    /// transposed, matrices or rows of C overlap, or C overlaps an input. No memory has been touched then.</exception>
    void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1);
}
