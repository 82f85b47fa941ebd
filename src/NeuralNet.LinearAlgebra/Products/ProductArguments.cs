using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>The checks of every product before it touches any memory, shared by the providers of this assembly.</summary>
internal static class ProductArguments
{
    /// <summary>
    /// Checks C = op(A)·op(B), where <paramref name="rowsA"/>×<paramref name="columnsA"/> is A as stored, and returns the sizes of the
    /// product.
    /// </summary>
    public static ProductShape Check<T>(
        Transpose transposeA, T[] a, int rowsA, int columnsA, Transpose transposeB, T[] b, int rowsB, int columnsB, T[] c)
    {
        CheckMatrix(a, rowsA, columnsA, nameof(a), nameof(rowsA), nameof(columnsA));
        CheckMatrix(b, rowsB, columnsB, nameof(b), nameof(rowsB), nameof(columnsB));
        (int rows, int depth) = IsTransposed(transposeA, nameof(transposeA)) ? (columnsA, rowsA) : (rowsA, columnsA);
        (int depthB, int columns) = IsTransposed(transposeB, nameof(transposeB)) ? (columnsB, rowsB) : (rowsB, columnsB);
        if (depth != depthB)
            ThrowInnerDimensionsDiffer(rows, depth, depthB, columns);
        CheckResult(a, b, c, rows, columns);
        return new ProductShape(rows, columns, depth);
    }

    /// <summary>Checks C = op(A)·op(B) for whole row-major matrices and returns the sizes of the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductShape Check(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int rows, int columns, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        if (a.Length != (long)rows * depth)
            ThrowLengthDiffers(nameof(a), a.Length, "op(a)", rows, depth);
        if (b.Length != (long)depth * columns)
            ThrowLengthDiffers(nameof(b), b.Length, "op(b)", depth, columns);
        if (c.Length != (long)rows * columns)
            ThrowLengthDiffers(nameof(c), c.Length, nameof(c), rows, columns);
        if (a.Overlaps(c) || b.Overlaps(c))
            ThrowOverlap(a.Overlaps(c) ? nameof(a) : nameof(b));
        return new ProductShape(rows, columns, depth);
    }

    /// <summary>Returns whether op transposes; for real numbers the conjugate transpose is the transpose.</summary>
    public static bool IsTransposed(Transpose transpose, string name) => transpose switch
    {
        Transpose.DontTranspose => false,
        Transpose.Transpose or Transpose.ConjugateTranspose => true,
        _ => throw new ArgumentOutOfRangeException(name, transpose, "Unknown kind of transposition."),
    };

    private static void CheckMatrix<T>([NotNull] T[]? data, int rows, int columns, string name, string rowsName, string columnsName)
    {
        ArgumentNullException.ThrowIfNull(data, name);
        ArgumentOutOfRangeException.ThrowIfNegative(rows, rowsName);
        ArgumentOutOfRangeException.ThrowIfNegative(columns, columnsName);
        if (data.Length < (long)rows * columns)
            ThrowTooShort(name, data.Length, rows, columns);
    }

    private static void CheckResult<T>(T[] a, T[] b, [NotNull] T[]? c, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(c);
        if (c.Length < (long)rows * columns)
            ThrowTooShort(nameof(c), c.Length, rows, columns);
        if ((ReferenceEquals(c, a) || ReferenceEquals(c, b)) && c.Length > 0)
            ThrowOverlap(ReferenceEquals(c, a) ? nameof(a) : nameof(b));
    }

    [DoesNotReturn]
    private static void ThrowTooShort(string name, int length, int rows, int columns) => throw new ArgumentException(
        $"A {rows}×{columns} matrix has {(long)rows * columns} elements, but the array has only {length}.", name);

    [DoesNotReturn]
    private static void ThrowInnerDimensionsDiffer(int rows, int depthA, int depthB, int columns) => throw new ArgumentException(
        $"The inner dimensions differ: op(A) is {rows}×{depthA} and op(B) is {depthB}×{columns}.");

    [DoesNotReturn]
    private static void ThrowLengthDiffers(string name, int length, string matrix, int rows, int columns) => throw new ArgumentException(
        $"{matrix} is {rows}×{columns}, which is {(long)rows * columns} elements, but the span has {length}.", name);

    [DoesNotReturn]
    private static void ThrowOverlap(string input) => throw new ArgumentException(
        $"The result overlaps the input {input}; a product cannot overwrite what it still has to read.", "c");
}
