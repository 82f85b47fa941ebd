using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Products of row-major matrices over MathNet's column-major provider. C = op(A)·op(B) in row-major order is
/// Cᵀ = op(B)ᵀ·op(A)ᵀ in column-major order on the same arrays: the operands are swapped, the flags kept, nothing is copied.
/// A tensor of higher rank counts as a matrix whose rows are all its axes but the last.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>c = a·b.</summary>
    public static void Multiply(Tensor a, Tensor b, Tensor c) =>
        Multiply(a, Transpose.DontTranspose, b, Transpose.DontTranspose, c);

    /// <summary>c = aᵀ·b: the gradient of a kernel from the inputs and the gradient of the outputs.</summary>
    public static void TransposeThisAndMultiply(Tensor a, Tensor b, Tensor c) =>
        Multiply(a, Transpose.Transpose, b, Transpose.DontTranspose, c);

    /// <summary>c = a·bᵀ: the gradient of the inputs from the gradient of the outputs and a kernel.</summary>
    public static void TransposeAndMultiply(Tensor a, Tensor b, Tensor c) =>
        Multiply(a, Transpose.DontTranspose, b, Transpose.Transpose, c);

    private static void Multiply(Tensor a, Transpose transposeA, Tensor b, Transpose transposeB, Tensor c)
    {
        int aColumns = a.Shape.Last, bColumns = b.Shape.Last;
        Compute.Provider.MatrixMultiplyWithUpdate(
            transposeB, transposeA,
            1f, b.Data, bColumns, b.Length / bColumns,
            a.Data, aColumns, a.Length / aColumns,
            0f, c.Data);
    }
}
