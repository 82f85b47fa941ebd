using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Products of matrices by the kernels of <see cref="Compute"/>, for layers that multiply. A tensor counts as a matrix whose columns are
/// its last axis and whose rows are all its other axes: (batch, …, columns). Nothing is allocated or copied.
/// </summary>
public static class MatrixProduct
{
    /// <summary>Computes c = a·b + beta·c: the outputs of a kernel b from its inputs a.</summary>
    /// <param name="a">The left factor: (…, n).</param>
    /// <param name="b">The right factor: n rows.</param>
    /// <param name="c">The result: as many rows as a, as many columns as b, in memory of its own.</param>
    /// <param name="beta">The factor of what c holds; c is not read if the factor is 0, which is the default.</param>
    /// <exception cref="ArgumentNullException">A tensor is null.</exception>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit each other, or c shares memory with a or b. c is unchanged then.
    /// </exception>
    public static void Multiply(Tensor a, Tensor b, Tensor c, float beta = 0) => Multiply(a, false, b, false, c, beta);

    /// <summary>Computes c = aᵀ·b + beta·c: the gradient of a kernel from its inputs a and the gradient b of its outputs.</summary>
    /// <param name="a">The left factor, which is transposed: as many rows as b.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="c">The result: as many rows as a has columns, as many columns as b, in memory of its own.</param>
    /// <param name="beta">The factor of what c holds; c is not read if the factor is 0, which is the default.</param>
    /// <inheritdoc cref="Multiply(Tensor, Tensor, Tensor, float)" path="/exception"/>
    public static void TransposeThisAndMultiply(Tensor a, Tensor b, Tensor c, float beta = 0) => Multiply(a, true, b, false, c, beta);

    /// <summary>Computes c = a·bᵀ + beta·c: the gradient of the inputs from the gradient a of the outputs and a kernel b.</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor, which is transposed: as many columns as a.</param>
    /// <param name="c">The result: as many rows as a, as many columns as b has rows, in memory of its own.</param>
    /// <param name="beta">The factor of what c holds; c is not read if the factor is 0, which is the default.</param>
    /// <inheritdoc cref="Multiply(Tensor, Tensor, Tensor, float)" path="/exception"/>
    public static void TransposeAndMultiply(Tensor a, Tensor b, Tensor c, float beta = 0) => Multiply(a, false, b, true, c, beta);

    /// <inheritdoc cref="IMatrixMultiplier.Multiply"/>
    public static void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1) =>
        Compute.Multiplier.Multiply(a, b, c, beta, batch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor c, float beta)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        int rowsA = RowsOf(a.Shape), columnsA = a.Shape.Last, rowsB = RowsOf(b.Shape), columnsB = b.Shape.Last;
        (int rows, int depth) = transposeA ? (columnsA, rowsA) : (rowsA, columnsA);
        (int depthB, int columns) = transposeB ? (columnsB, rowsB) : (rowsB, columnsB);
        if (depth != depthB)
            ThrowFactorsDiffer(a, transposeA, depth, b, transposeB, depthB);
        if (RowsOf(c.Shape) != rows || c.Shape.Last != columns)
            ThrowResultDiffers(c, rows, columns);
        if (Compute.Multiplier is SimdLinearAlgebraProvider simd)
        {
            // Refuses memory that overlaps by itself.
            simd.Multiply(a.Data, transposeA, b.Data, transposeB, c.Data, rows, columns, depth, beta);
            return;
        }

        if (Overlap(a, c) || Overlap(b, c))
            ThrowOverlap(c, Overlap(a, c) ? nameof(a) : nameof(b));
        Compute.Multiplier.Multiply(Operand(a, transposeA), Operand(b, transposeB), Operand(c, false), beta);
    }

    private static MatrixOperand Operand(Tensor tensor, bool isTransposed) =>
        new(tensor.Buffer, tensor.Offset, RowsOf(tensor.Shape), tensor.Shape.Last, tensor.Shape.Last, isTransposed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RowsOf(Shape shape)
    {
        ReadOnlySpan<int> sizes = shape.Sizes;
        return sizes.Length == 2 ? sizes[0] : ProductOfLeading(sizes);
    }

    /// <summary>Returns the product of all axes but the last; without elements it may exceed an integer, and stops there.</summary>
    private static int ProductOfLeading(ReadOnlySpan<int> sizes)
    {
        long rows = 1;
        for (int axis = 0; axis < sizes.Length - 1; axis++)
            rows = Math.Min(rows * sizes[axis], int.MaxValue);
        return (int)rows;
    }

    private static bool Overlap(Tensor input, Tensor result) => ReferenceEquals(input.Buffer, result.Buffer)
        && input.Offset < result.Offset + result.Length && result.Offset < input.Offset + input.Length;

    [DoesNotReturn]
    private static void ThrowOverlap(Tensor c, string factor) => throw new ArgumentException(
        $"c of shape {c.Shape} overlaps the input {factor}; a product cannot overwrite what it still has to read.", nameof(c));

    [DoesNotReturn]
    private static void ThrowFactorsDiffer(Tensor a, bool transposeA, int depthA, Tensor b, bool transposeB, int depthB)
    {
        string sizeOfA = Counted.Of(depthA, transposeA ? "row" : "column"), sizeOfB = Counted.Of(depthB, transposeB ? "column" : "row");
        string product = transposeA ? "aᵀ·b" : transposeB ? "a·bᵀ" : "a·b";
        throw new ArgumentException(
            $"a of shape {a.Shape} has {sizeOfA}, but b of shape {b.Shape} has {sizeOfB}; in {product} the two must be equal.", nameof(b));
    }

    [DoesNotReturn]
    private static void ThrowResultDiffers(Tensor c, int rows, int columns) => throw new ArgumentException(
        $"The product has {Counted.Of(rows, "row")} of {Counted.Of(columns, "value")}; c of shape {c.Shape} has "
        + $"{Counted.Of(RowsOf(c.Shape), "row")} of {Counted.Of(c.Shape.Last, "value")}.", nameof(c));
}
