using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>The checks that a product of strided operands makes before it touches any memory.</summary>
internal static class OperandArguments
{
    /// <summary>Checks C_i = op(A_i)·op(B_i) + beta·C_i for a batch and returns the sizes of one product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductShape Check(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, int batch)
    {
        if (batch < 0)
            ThrowNegativeBatch(batch);
        CheckOperand(a, batch, nameof(a));
        CheckOperand(b, batch, nameof(b));
        CheckOperand(c, batch, nameof(c));
        (int rows, int depth) = a.IsTransposed ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (int depthB, int columns) = b.IsTransposed ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (depth != depthB)
            ThrowInnerDimensionsDiffer(rows, depth, depthB, columns);
        if (c.IsTransposed || c.Rows != rows || c.Columns != columns)
            ThrowResultDiffers(c, rows, columns);
        if (batch > 1 || c.RowStride < c.Columns)
            CheckResult(c, batch);
        if (ReferenceEquals(a.Buffer, c.Buffer))
            CheckApart(a, c, batch, nameof(a));
        if (ReferenceEquals(b.Buffer, c.Buffer))
            CheckApart(b, c, batch, nameof(b));
        return new ProductShape(rows, columns, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckOperand(in MatrixOperand operand, int batch, string name)
    {
        if (operand.Buffer is null)
            ThrowNull(name);
        if ((operand.Offset | operand.Rows | operand.Columns | operand.RowStride | operand.BatchStride) < 0)
            ThrowNegative(operand, name);
        if (operand.End(batch) > operand.Buffer.Length)
            CheckEmpty(operand, batch, name);
    }

    /// <summary>Checks an operand that ends after its buffer: an empty one has no elements that could lie outside.</summary>
    private static void CheckEmpty(in MatrixOperand operand, int batch, string name)
    {
        if (!operand.IsEmpty && batch > 0)
            throw new ArgumentException(
                $"Operand {name} ends behind its buffer: {Describe(operand, batch)} needs {operand.End(batch)} elements, "
                + $"but the buffer has only {operand.Buffer.Length}.", name);
    }

    private static void CheckResult(in MatrixOperand c, int batch)
    {
        if (c.IsEmpty)
            return;
        if (c.Rows > 1 && c.RowStride < c.Columns)
            throw new ArgumentException(
                $"The rows of the result c overlap: a row has {c.Columns} elements, but the next one begins {c.RowStride} elements later. "
                + $"The row stride must be at least {c.Columns}.", nameof(c));
        bool areOneAfterTheOther = c.BatchStride >= c.Extent;
        bool areSideBySide = c.BatchStride >= c.Columns && ((long)(batch - 1) * c.BatchStride) + c.Columns <= c.RowStride;
        if (batch > 1 && !areOneAfterTheOther && !areSideBySide)
            throw new ArgumentException(
                $"The matrices of the result c overlap: {Describe(c, batch)}. The batch stride must be at least {c.Extent}, or at least "
                + $"{c.Columns} with a row stride that holds all {batch} matrices side by side.", nameof(c));
    }

    private static void CheckApart(in MatrixOperand input, in MatrixOperand c, int batch, string name)
    {
        if (input.IsEmpty || c.IsEmpty || batch == 0 || input.End(batch) <= c.Offset || c.End(batch) <= input.Offset)
            return;
        if (!AreInSeparateColumns(input, c, batch, c.RowStride) && !AreInSeparateColumns(input, c, batch, c.BatchStride)
            && !AreInSeparateColumns(input, c, batch, input.RowStride) && !AreInSeparateColumns(input, c, batch, input.BatchStride))
            throw new ArgumentException(
                $"The result c overlaps the input {name} in their common buffer: c is {Describe(c, batch)}, {name} is "
                    + $"{Describe(input, batch)}. "
                + "A product cannot overwrite what it still has to read.", nameof(c));
    }

    /// <summary>
    /// Returns whether two operands provably have no element in common: modulo the period, each lies within an arc, and the arcs are
    /// disjoint.
    /// </summary>
    private static bool AreInSeparateColumns(in MatrixOperand input, in MatrixOperand c, int batch, int period)
    {
        if (period == 0)
            return false;
        int distance = (c.Offset - input.Offset) % period;
        if (distance < 0)
            distance += period;
        return distance >= Width(input, batch, period) && period - distance >= Width(c, batch, period);
    }

    /// <summary>Returns the length of the arc that all elements of a batch lie in, modulo the period.</summary>
    private static long Width(in MatrixOperand operand, int batch, int period) =>
        operand.Columns
        + (operand.RowStride % period == 0 ? 0 : (long)(operand.Rows - 1) * operand.RowStride)
        + (operand.BatchStride % period == 0 ? 0 : (long)(batch - 1) * operand.BatchStride);

    private static string Describe(in MatrixOperand operand, int batch) =>
        (batch == 1 ? "a matrix of " : $"{batch} matrices of ")
        + $"{operand.Rows}×{operand.Columns} at offset {operand.Offset} with row stride {operand.RowStride}"
        + (batch == 1 ? "" : $" and batch stride {operand.BatchStride}");

    [DoesNotReturn]
    private static void ThrowNull(string name) => throw new ArgumentNullException(name, $"The operand {name} has no buffer.");

    [DoesNotReturn]
    private static void ThrowNegativeBatch(int batch) => throw new ArgumentOutOfRangeException(
        nameof(batch), batch, "The number of products must be at least 0.");

    [DoesNotReturn]
    private static void ThrowNegative(in MatrixOperand operand, string name)
    {
        (string property, int value) = operand switch
        {
            { Offset: < 0 } => (nameof(operand.Offset), operand.Offset),
            { Rows: < 0 } => (nameof(operand.Rows), operand.Rows),
            { Columns: < 0 } => (nameof(operand.Columns), operand.Columns),
            { RowStride: < 0 } => (nameof(operand.RowStride), operand.RowStride),
            _ => (nameof(operand.BatchStride), operand.BatchStride),
        };
        throw new ArgumentOutOfRangeException(name, value, $"The {property} of operand {name} must be at least 0.");
    }

    [DoesNotReturn]
    private static void ThrowInnerDimensionsDiffer(int rows, int depthA, int depthB, int columns) => throw new ArgumentException(
        $"The inner dimensions differ: op(a) is {rows}×{depthA} and op(b) is {depthB}×{columns}.", "b");

    [DoesNotReturn]
    private static void ThrowResultDiffers(in MatrixOperand c, int rows, int columns) => throw new ArgumentException(
        c.IsTransposed
            ? "The result c cannot be transposed. Exchange and transpose the operands instead: (A·B)ᵀ = Bᵀ·Aᵀ."
            : $"op(a)·op(b) is {rows}×{columns}, but the result c is {c.Rows}×{c.Columns}.", nameof(c));
}
