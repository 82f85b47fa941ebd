using System.Runtime.InteropServices;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Compares products with packed matrices with naive ones, for every kernel of the machine.</summary>
[Collection(AloneCollection.Name)]
public sealed class PackedMatrixTests
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 12, 16, 17, 31, 32, 33, 64, 100, 129];

    public static TheoryData<string> Kernels =>
        [.. KernelCatalog.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_size_agrees_with_the_naive_product(string kernel)
    {
        foreach (int depth in (int[])[1, 3, 17, 401, 900])
        {
            foreach (int columns in Sizes)
            {
                float[] matrix = Values(depth * columns, seed: 1), offsets = Values(columns, seed: 2);
                PackedMatrix packed = Pack(kernel, matrix, depth, columns, offsets);
                foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 13, 250])
                    CheckRows(packed, matrix, offsets, rows);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_by_columns_agree_with_the_naive_product(string kernel)
    {
        foreach (int depth in (int[])[1, 2, 5, 30])
        {
            foreach (int columns in (int[])[1, 2, 3, 7, 12, 16, 17, 40])
            {
                float[] matrix = Values(depth * columns, seed: 3), offsets = Values(columns, seed: 4);
                PackedMatrix packed = Pack(kernel, matrix, depth, columns, offsets);
                foreach (int groups in (int[])[1, 2, 3, 8])
                    CheckColumns(packed, matrix, offsets, packed.RowGroup * groups);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_row_has_the_same_bits_in_any_batch_and_on_any_number_of_threads(string kernel)
    {
        const int Depth = 900, Columns = 333, Rows = 257;
        PackedMatrix packed = Pack(kernel, Values(Depth * Columns, seed: 5), Depth, Columns, Values(Columns, seed: 6));
        float[] a = Values(Rows * Depth, seed: 7), whole = new float[Rows * Columns], row = new float[Columns];
        foreach (int threads in (int[])[1, 2, 3, 5])
        {
            using var degree = new PoolDegree(threads);
            packed.Multiply(a, whole, default(Nothing));
            for (int i = 0; i < Rows; i += 64)
            {
                packed.Multiply(a.AsSpan(i * Depth, Depth), row, default(Nothing));
                Assert.Equal(Bits(row), Bits(whole.AsSpan(i * Columns, Columns)));
            }
        }
    }

    [Fact]
    public void Each_value_is_completed_once()
    {
        foreach (int columns in (int[])[3, 64, 333])
        {
            const int Depth = 128, Rows = 37;
            var packed = new PackedMatrix(Values(Depth * columns, seed: 8), Depth, columns);
            float[] a = Values(Rows * Depth, seed: 9), plain = new float[Rows * columns], increased = new float[Rows * columns];
            packed.Multiply(a, plain, default(Nothing), share: false);
            packed.Multiply(a, increased, default(Increment));
            Assert.Equal(plain.Select(value => value + 1), increased);
        }
    }

    [Fact]
    public void The_matrix_is_copied()
    {
        float[] matrix = [1, 2, 3, 4], result = new float[2];
        var packed = new PackedMatrix(matrix, 2, 2);
        Array.Clear(matrix);
        packed.Multiply([1, 10], result, default(Nothing));
        Assert.Equal([31, 42], result);
        Assert.True(packed.Bytes >= 4 * sizeof(float));
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused_by_name()
    {
        Assert.Equal("matrix", Assert.Throws<ArgumentException>(() => new PackedMatrix(new float[5], 2, 3)).ParamName);
        Assert.Equal("offsets", Assert.Throws<ArgumentException>(() => new PackedMatrix(new float[6], 2, 3, new float[2])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix([], 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix([], 3, 0));
        var packed = new PackedMatrix(new float[6], 2, 3);
        float[] shared = new float[10];
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => packed.Multiply(new float[3], new float[3], default(Nothing))).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentException>(() => packed.Multiply(new float[4], new float[5], default(Nothing))).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentException>(() =>
            packed.Multiply(shared.AsSpan(0, 4), shared.AsSpan(3, 6), default(Nothing))).ParamName);
        Assert.Equal("rows", Assert.Throws<ArgumentException>(() => packed.MultiplyByColumns(shared, shared, packed.RowGroup + 1)).ParamName);
        int rows = packed.RowGroup;
        Assert.Equal("a", Assert.Throws<ArgumentException>(() =>
            packed.MultiplyByColumns(new float[2 * rows - 1], new float[3 * rows], rows)).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentException>(() =>
            packed.MultiplyByColumns(new float[2 * rows], new float[3 * rows - 1], rows)).ParamName);
        packed.Multiply([], [], default(Nothing));
    }

    [Fact]
    public void Transposition_takes_parts_of_rows()
    {
        float[] source = [1, 2, 3, 0, 4, 5, 6, 0], destination = new float[9];
        MatrixTransposition.Transpose(source, 4, 2, 3, destination, 3);
        Assert.Equal([1, 4, 0, 2, 5, 0, 3, 6, 0], destination);
        MatrixTransposition.Transpose(source, 0, 0, 3, destination, 0);
        Assert.Equal("source", Assert.Throws<ArgumentException>(() =>
            MatrixTransposition.Transpose(source, 4, 3, 3, destination, 3)).ParamName);
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() =>
            MatrixTransposition.Transpose(source, 4, 2, 3, destination, 1)).ParamName);
    }

    private static void CheckRows(PackedMatrix packed, float[] matrix, float[] offsets, int rows)
    {
        float[] a = Values(rows * packed.Rows, seed: rows), c = new float[rows * packed.Columns];
        Array.Fill(c, float.NaN);
        packed.Multiply(a, c, default(Nothing));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < packed.Columns; j++)
                Check(packed, matrix, offsets[j], p => a[(i * packed.Rows) + p], j, c[(i * packed.Columns) + j]);
        }
    }

    private static void CheckColumns(PackedMatrix packed, float[] matrix, float[] offsets, int rows)
    {
        float[] a = Values(rows * packed.Rows, seed: rows), c = new float[rows * packed.Columns];
        packed.MultiplyByColumns(a, c, rows);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < packed.Columns; j++)
                Check(packed, matrix, offsets[j], p => a[(p * rows) + i], j, c[(j * rows) + i]);
        }
    }

    private static void Check(PackedMatrix packed, float[] matrix, float offset, Func<int, float> factor, int column, float actual)
    {
        double expected = offset, size = Math.Abs(offset);
        for (int p = 0; p < packed.Rows; p++)
        {
            double product = (double)factor(p) * matrix[(p * packed.Columns) + column];
            expected += product;
            size += Math.Abs(product);
        }

        Assert.True(Math.Abs(expected - actual) <= 1e-6 * size, $"{packed.Rows}×{packed.Columns}, column {column}: {actual}, not {expected}");
    }

    private static PackedMatrix Pack(string kernel, float[] matrix, int rows, int columns, float[] offsets) =>
        new(KernelCatalog.Choose(kernel), matrix, rows, columns, offsets);

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    private readonly struct Nothing : IProductCompletion
    {
        public void Complete(Span<float> values)
        {
        }
    }

    private readonly struct Increment : IProductCompletion
    {
        public void Complete(Span<float> values)
        {
            foreach (ref float value in values)
                value++;
        }
    }
}
