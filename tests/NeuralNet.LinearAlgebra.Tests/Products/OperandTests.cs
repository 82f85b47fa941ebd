using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>
/// Tests that products of strided operands and batches are correct, change nothing else, and have the same bits on any number of threads.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class OperandTests
{
    private static readonly (int Rows, int Columns, int Depth, int Batch)[] Batches =
    [
        (64, 64, 32, 128), (4, 2, 8, 20_000), (128, 32, 784, 3), (128, 32, 784, 40), (200, 150, 170, 2), (10, 128, 512, 9),
        (1, 300, 200, 60), (31, 17, 900, 7),
    ];

    public static TheoryData<string> Kernels => ProductTests.Kernels;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Strided_batches_agree_with_the_textbook(string kernel) =>
        Assert.Null(OperandSweep.FirstMismatch(new SimdLinearAlgebraProvider(KernelCatalog.Choose(kernel))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Strided_batches_agree_with_the_textbook_on_several_threads(int degree)
    {
        using var _ = new PoolDegree(degree);
        Assert.Null(OperandSweep.FirstMismatch(new SimdLinearAlgebraProvider()));
    }

    [BlasFact]
    public void The_system_library_agrees_with_the_textbook() => Assert.Null(OperandSweep.FirstMismatch(new BlasLinearAlgebraProvider()));

    [Fact]
    public void A_provider_of_MathNet_behind_the_adapter_agrees_with_the_textbook()
    {
        Assert.Null(OperandSweep.FirstMismatch(new MatrixMultiplierAdapter(ManagedLinearAlgebraProvider.Instance)));
        Assert.Null(OperandSweep.FirstMismatch(new MatrixMultiplierAdapter(new Exact())));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_bits_do_not_depend_on_the_number_of_threads_or_on_the_batch(string kernel)
    {
        var provider = new SimdLinearAlgebraProvider(KernelCatalog.Choose(kernel));
        foreach ((int rows, int columns, int depth, int batch) in Batches)
        {
            for (int transposition = 0; transposition < 4; transposition++)
            {
                (MatrixOperand a, MatrixOperand b, MatrixOperand c) = Fractions(rows, columns, depth, batch, transposition);
                for (int i = 0; i < batch; i++)
                    provider.Multiply(Single(a, i), Single(b, i), Single(c, i));
                foreach (int threads in (int[])[1, 2, 3, 5, 8])
                {
                    using var _ = new PoolDegree(threads);
                    MatrixOperand again = c with { Buffer = new float[c.Buffer.Length] };
                    provider.Multiply(a, b, again, 0, batch);
                    Assert.True(c.Buffer.AsSpan().SequenceEqual(again.Buffer), $"{batch} of {rows}×{columns}×{depth} on {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void Whole_arrays_give_the_bits_of_the_products_by_columns()
    {
        var provider = new SimdLinearAlgebraProvider();
        foreach ((int rows, int columns, int depth, int _) in Batches)
        {
            (MatrixOperand a, MatrixOperand b, MatrixOperand c) = Fractions(rows, columns, depth, 1, 0);
            float[] expected = new float[rows * columns], whole = new float[rows * columns];
            provider.MatrixMultiply(b.Buffer[..(columns * depth)], columns, depth, a.Buffer[..(depth * rows)], depth, rows, expected);
            provider.Multiply(a, b, new MatrixOperand(whole, 0, rows, columns, columns));
            Assert.Equal(expected, whole);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_batch_allocates_nothing_once_warm(int degree)
    {
        using var _ = new PoolDegree(degree);
        IMatrixMultiplier[] multipliers = [new SimdLinearAlgebraProvider(), new MatrixMultiplierAdapter(new Exact())];
        foreach ((int rows, int columns, int depth, int batch) in Batches.Where(shape => shape.Batch < 200).Append((4, 2, 8, 1)))
        {
            foreach (IMatrixMultiplier multiplier in multipliers)
            {
                (MatrixOperand a, MatrixOperand b, MatrixOperand c) = Fractions(rows, columns, depth, Math.Min(batch, 8), 0);
                Assert.Equal(0, Allocations.Of(() => multiplier.Multiply(a, b, c, 1, Math.Min(batch, 8))));
            }
        }
    }

    [BlasFact]
    public void A_batch_allocates_nothing_in_the_system_library()
    {
        var blas = new BlasLinearAlgebraProvider();
        (MatrixOperand a, MatrixOperand b, MatrixOperand c) = Fractions(5, 6, 7, 3, 1);
        Assert.Equal(0, Allocations.Of(() => blas.Multiply(a, b, c, 1, 3)));
        Assert.Equal(0, Allocations.Of(() => blas.Multiply(a with { RowStride = 1 }, b, c, 1, 3)));
    }

    [Fact]
    public void The_adapter_passes_whole_arrays_without_a_copy()
    {
        var inner = new Exact();
        float[] a = [1, 2, 3, 4, 5, 6], b = [1, 0, 0, 1, 1, 1], c = new float[4];
        new MatrixMultiplierAdapter(inner).Multiply(new(a, 0, 2, 3, 3), new(b, 0, 3, 2, 2), new(c, 0, 2, 2, 2));
        Assert.Equal([4, 5, 10, 11], c);
        Assert.Same(a, inner.LastB);
        Assert.Same(b, inner.LastA);
        Assert.Same(c, inner.LastC);
    }

    /// <summary>Two time steps of one buffer (samples, steps, features): step 1 += step 0 · kernel.</summary>
    [Fact]
    public void Input_and_result_may_be_different_columns_of_one_buffer()
    {
        float[] sequence = [1, 2, 10, 20, 3, 4, 30, 40], kernel = [1, 1, 0, 2];
        new SimdLinearAlgebraProvider().Multiply(new(sequence, 0, 2, 2, 4), new(kernel, 0, 2, 2, 2), new(sequence, 2, 2, 2, 4), 1);
        Assert.Equal([1, 2, 11, 25, 3, 4, 33, 51], sequence);
    }

    private static MatrixOperand Single(MatrixOperand operand, int index) =>
        operand with { Offset = operand.Offset + (index * operand.BatchStride), BatchStride = 0 };

    /// <summary>Operands one after the other; the rows of C have a gap.</summary>
    private static (MatrixOperand A, MatrixOperand B, MatrixOperand C) Fractions(
        int rows, int columns, int depth, int batch, int transposition)
    {
        var random = new Random(1);
        return (Input(rows, depth, (transposition & 1) != 0), Input(depth, columns, (transposition & 2) != 0),
            new MatrixOperand(new float[batch * rows * (columns + 3)], 2, rows, columns, columns + 3, false, rows * (columns + 3)));

        MatrixOperand Input(int high, int wide, bool isTransposed)
        {
            float[] values = [.. Enumerable.Range(0, batch * high * wide).Select(_ => random.NextSingle())];
            return isTransposed
                ? new(values, 0, wide, high, high, true, high * wide)
                : new(values, 0, high, wide, wide, false, high * wide);
        }
    }

    /// <summary>A provider that requires arrays of exactly the length of a matrix, and records the last ones.</summary>
    private sealed class Exact() : DelegatingLinearAlgebraProvider(new SimdLinearAlgebraProvider())
    {
        public float[]? LastA { get; private set; }

        public float[]? LastB { get; private set; }

        public float[]? LastC { get; private set; }

        public override void MatrixMultiplyWithUpdate(
            Transpose transposeA, Transpose transposeB, float alpha,
            float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta, float[] c)
        {
            (LastA, LastB, LastC) = (a, b, c);
            int rows = transposeA == Transpose.DontTranspose ? rowsA : columnsA;
            int columns = transposeB == Transpose.DontTranspose ? columnsB : rowsB;
            if (a.Length != rowsA * columnsA || b.Length != rowsB * columnsB || c.Length != rows * columns)
                throw new ArgumentException("An array has another length than its matrix.");
            base.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);
        }
    }
}
