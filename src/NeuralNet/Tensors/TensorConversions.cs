using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet;

public sealed partial class Tensor
{
    /// <summary>Creates a tensor with one axis, by copy.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[]? values) =>
        values is null ? null : new Tensor(values.Length, values.AsSpan());

    /// <summary>Creates a tensor with one axis, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[]? values) => FromArrayOfDoubles(values);

    /// <summary>Creates a tensor with one axis, as class labels come.</summary>
    /// <exception cref="ArgumentException">A value is no float32, as can be beyond ±2²⁴.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(int[]? values) => FromArrayOfIntegers(values);

    /// <summary>Creates a tensor with two axes, rows first, as sequences of token numbers come.</summary>
    /// <exception cref="ArgumentException">A value is no float32, as can be beyond ±2²⁴.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(int[,]? values) => FromArrayOfIntegers(values);

    /// <summary>Creates a tensor with two axes, rows first, by copy.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,]? values) => FromArray(values);

    /// <summary>Creates a tensor with two axes, rows first, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,]? values) => FromArrayOfDoubles(values);

    /// <summary>
    /// Creates a tensor with three axes, such as images (image, row, column) or sequences (sample, step, feature), by copy.
    /// </summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,,]? values) => FromArray(values);

    /// <summary>Creates a tensor with three axes, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,,]? values) => FromArrayOfDoubles(values);

    /// <summary>Creates a tensor with four axes, such as images in color (image, row, column, channel), by copy.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(float[,,,]? values) => FromArray(values);

    /// <summary>Creates a tensor with four axes, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Tensor?(double[,,,]? values) => FromArrayOfDoubles(values);

    /// <summary>Creates a tensor with two axes, one inner array a row, by copy.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Tensor?(float[][]? rows) => FromRows<float>(rows, (row, _, target) => row.CopyTo(target));

    /// <summary>Creates a tensor with two axes, one inner array a row, rounded to float32.</summary>
    /// <exception cref="ArgumentException">The rows differ in length, or a finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Tensor?(double[][]? rows) => FromRows<double>(rows, (row, index, target) =>
    {
        if (Round(row, target) is int place and >= 0)
            throw TooLarge(row[place], [index, place], nameof(rows));
    });

    /// <summary>Creates a tensor with two axes, one inner array a row, as sequences of token numbers come.</summary>
    /// <exception cref="ArgumentException">The rows differ in length, or a value is no float32, as can be beyond ±2²⁴.</exception>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Tensor?(int[][]? rows) => FromRows<int>(rows, (row, index, target) =>
    {
        for (int i = 0; i < row.Length; i++)
            target[i] = IsExact(row[i]) ? row[i] : throw Inexact(row[i], [index, i], nameof(rows));
    });

    /// <summary>Creates a tensor with two axes: the matrix, row by row, by copy.</summary>
    [return: NotNullIfNotNull(nameof(matrix))]
    public static implicit operator Tensor?(Matrix<float>? matrix) =>
        matrix is null ? null : Over(matrix.ToRowMajorArray(), [matrix.RowCount, matrix.ColumnCount]);

    /// <summary>Creates a tensor with two axes: the matrix, row by row, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(matrix))]
    public static implicit operator Tensor?(Matrix<double>? matrix) =>
        matrix is null ? null : Rounded(matrix.ToRowMajorArray(), [matrix.RowCount, matrix.ColumnCount], nameof(matrix));

    /// <summary>Creates a tensor with one axis, by copy.</summary>
    [return: NotNullIfNotNull(nameof(vector))]
    public static implicit operator Tensor?(Vector<float>? vector) =>
        vector is null ? null : Over(vector.ToArray(), vector.Count);

    /// <summary>Creates a tensor with one axis, rounded to float32.</summary>
    /// <exception cref="ArgumentException">A finite value is beyond the range of float32.</exception>
    [return: NotNullIfNotNull(nameof(vector))]
    public static implicit operator Tensor?(Vector<double>? vector) =>
        vector is null ? null : vector.ToArray();

    /// <summary>Creates a MathNet matrix of the values of a tensor with two axes, by copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not have two axes.</exception>
    public Matrix<float> ToMatrix()
    {
        if (Rank != 2)
            throw new InvalidOperationException($"Only a tensor with two axes is a matrix; this one has the shape {Shape}. Reshape it "
                + "first.");
        return Matrix<float>.Build.DenseOfRowMajor(Shape[0], Shape[1], ToArray());
    }

    [return: NotNullIfNotNull(nameof(rows))]
    private static Tensor? FromRows<T>(T[][]? rows, Action<T[], int, Span<float>> copy)
    {
        if (rows is null)
            return null;
        int width = rows.Length == 0 ? 0 : RequireRow(rows, 0).Length;
        var tensor = new Tensor([rows.Length, width]);
        for (int i = 0; i < rows.Length; i++)
        {
            if (RequireRow(rows, i).Length != width)
                throw new ArgumentException($"Row {i} has {Counted.Of(rows[i].Length, "value")} where row 0 has {width}; the rows of a "
                    + "tensor are of one length.", nameof(rows));
            copy(rows[i], i, tensor.Row(i));
        }

        return tensor;
    }

    private static T[] RequireRow<T>(T[][] rows, int index) =>
        rows[index] ?? throw new ArgumentException($"Row {index} is null.", nameof(rows));

    [return: NotNullIfNotNull(nameof(values))]
    private static Tensor? FromArray(Array? values) =>
        values is null ? null : new Tensor(ShapeOf(values), Flat<float>(values));

    [return: NotNullIfNotNull(nameof(values))]
    private static Tensor? FromArrayOfDoubles(Array? values)
    {
        if (values is null)
            return null;
        return Rounded(Flat<double>(values), ShapeOf(values), nameof(values));
    }

    /// <exception cref="ArgumentException">A value is beyond the range of float32.</exception>
    private static Tensor Rounded(ReadOnlySpan<double> values, Shape shape, string name)
    {
        var tensor = new Tensor(shape);
        return Round(values, tensor.Data) is int place and >= 0
            ? throw TooLarge(values[place], IndicesOf(shape, place), name)
            : tensor;
    }

    /// <summary>Rounds to float32.</summary>
    /// <returns>The index of the first finite value that becomes infinite; -1 if there is none.</returns>
    private static int Round(ReadOnlySpan<double> values, Span<float> rounded)
    {
        TensorPrimitives.ConvertTruncating(values, rounded);
        if (TensorPrimitives.IsFiniteAll<float>(rounded))
            return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsInfinity(rounded[i]) && double.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static ArgumentException TooLarge(double value, ReadOnlySpan<int> indices, string name) =>
        new(string.Create(CultureInfo.InvariantCulture,
        $"Element [{string.Join(", ", indices.ToArray())}] is {value}, which float32 cannot hold: its numbers go up to ±3.4028235E+38. "
            + $"Scale such values down."), name);

    [return: NotNullIfNotNull(nameof(values))]
    private static Tensor? FromArrayOfIntegers(Array? values)
    {
        if (values is null)
            return null;
        var tensor = new Tensor(ShapeOf(values));
        ReadOnlySpan<int> source = Flat<int>(values);
        for (int i = 0; i < source.Length; i++)
            tensor.Data[i] = IsExact(source[i]) ? source[i] : throw Inexact(source[i], IndicesOf(tensor.Shape, i), nameof(values));
        return tensor;
    }

    /// <summary>
    /// Returns whether float32 holds the number. The maximum of Int32 is rounded to 2³¹, which Int64 holds and Int32 does not.
    /// </summary>
    private static bool IsExact(int value) => (long)(float)value == value;

    private static ArgumentException Inexact(int value, ReadOnlySpan<int> indices, string name) =>
        new(string.Create(CultureInfo.InvariantCulture,
        $"Element [{string.Join(", ", indices.ToArray())}] is {value}, which float32 cannot hold: whole numbers are exact up to "
            + $"±16777216 (2²⁴). Number tokens and classes from 0, and scale other numbers down."), name);

    private static int[] IndicesOf(Shape shape, int offset)
    {
        var indices = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
            (offset, indices[axis]) = Math.DivRem(offset, shape[axis]);
        return indices;
    }

    private static Shape ShapeOf(Array values) => [.. Enumerable.Range(0, values.Rank).Select(values.GetLength)];

    /// <summary>Returns the elements of an array of any rank, as they lie in memory: row-major.</summary>
    private static ReadOnlySpan<T> Flat<T>(Array values) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
}
