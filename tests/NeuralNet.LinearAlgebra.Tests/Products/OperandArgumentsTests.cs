using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests that invalid operands are refused by name with the expected and the actual value, and the result is unchanged.</summary>
public sealed class OperandArgumentsTests
{
    private readonly MatrixOperand a = new(new float[6], 0, 2, 3, 3);
    private readonly MatrixOperand b = new(new float[12], 0, 3, 4, 4);
    private readonly MatrixOperand c = new([7, 7, 7, 7, 7, 7, 7, 7], 0, 2, 4, 4);

    public static TheoryData<string> Multipliers =>
        BlasLinearAlgebraProvider.TryCreate(out _) ? ["simd", "adapter", "blas"] : ["simd", "adapter"];

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void A_missing_buffer_is_refused_by_name(string multiplier)
    {
        AssertRefused<ArgumentNullException>(multiplier, default, b, c, "The operand a has no buffer");
        AssertRefused<ArgumentNullException>(multiplier, a, default, c, "The operand b has no buffer");
        AssertRefused<ArgumentNullException>(multiplier, a, b, default, "The operand c has no buffer");
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void A_negative_number_is_refused_by_name(string multiplier)
    {
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a with { Offset = -1 }, b, c, "Offset of operand a must be at least 0");
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a with { Rows = -2 }, b, c, "Rows of operand a");
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a, b with { Columns = -4 }, c, "Columns of operand b");
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a, b with { RowStride = int.MinValue }, c, "RowStride of operand b");
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a, b, c with { BatchStride = -8 }, "BatchStride of operand c");
        AssertRefused<ArgumentOutOfRangeException>(multiplier, a, b, c, "number of products must be at least 0", -1);
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void An_operand_that_ends_behind_its_buffer_is_refused_with_both_lengths(string multiplier)
    {
        AssertRefused<ArgumentException>(multiplier, a with { Offset = 1 }, b, c, "needs 7 elements, but the buffer has only 6");
        AssertRefused<ArgumentException>(multiplier, a, b with { RowStride = 5 }, c, "3×4 at offset 0 with row stride 5 needs 14 elements");
        AssertRefused<ArgumentException>(multiplier, a, b, c with { Offset = int.MaxValue }, "needs 2147483655 elements");
        MatrixOperand huge = a with { RowStride = int.MaxValue, Rows = int.MaxValue };
        AssertRefused<ArgumentException>(multiplier, huge, b, c, "but the buffer has only 6");
        AssertRefused<ArgumentException>(multiplier, huge with { BatchStride = int.MaxValue }, b, c, "buffer has only 6", int.MaxValue);
        AssertRefused<ArgumentException>(
            multiplier, a, b, c with { BatchStride = 8 }, "2 matrices of 2×4 at offset 0 with row stride 4 and batch stride 8 needs 16", 2);
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void Shapes_that_do_not_fit_are_refused_with_both(string multiplier)
    {
        AssertRefused<ArgumentException>(multiplier, a, b with { IsTransposed = true }, c, "op(a) is 2×3 and op(b) is 4×3");
        AssertRefused<ArgumentException>(multiplier, a with { IsTransposed = true }, b, c, "op(a) is 3×2 and op(b) is 3×4");
        AssertRefused<ArgumentException>(multiplier, a, b, c with { Columns = 3 }, "op(a)·op(b) is 2×4, but the result c is 2×3");
        AssertRefused<ArgumentException>(multiplier, a, b, c with { IsTransposed = true }, "cannot be transposed");
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void A_result_that_overlaps_itself_is_refused(string multiplier)
    {
        AssertRefused<ArgumentException>(multiplier, a, b, c with { RowStride = 3 }, "row stride must be at least 4");
        AssertRefused<ArgumentException>(multiplier, a, b, c, "batch stride must be at least 8", 2);
        float[] wide = new float[40];
        AssertRefused<ArgumentException>(
            multiplier, a, b, new(wide, 0, 2, 4, 8, false, 5), "2×4 at offset 0 with row stride 8 and batch stride 5", 2);
        AssertRefused<ArgumentException>(multiplier, a, b, new(wide, 0, 2, 4, 12, false, 3), "overlap", 3);
        Create(multiplier).Multiply(a, b, new(wide, 0, 2, 4, 8, false, 4), 0, 2);
        Create(multiplier).Multiply(a, b, new(wide, 0, 2, 4, 8, false, 12), 0, 2);
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void A_result_that_overlaps_an_input_is_refused(string multiplier)
    {
        float[] buffer = new float[64];
        var left = new MatrixOperand(buffer, 0, 2, 3, 3);
        AssertRefused<ArgumentException>(multiplier, left, b, new(buffer, 5, 2, 4, 4), "overlaps the input a");
        AssertRefused<ArgumentException>(multiplier, a, new(buffer, 0, 3, 4, 4), new(buffer, 11, 2, 4, 4), "overlaps the input b");
        Create(multiplier).Multiply(left, b, new(buffer, 6, 2, 4, 4));

        // Columns 0 to 2 and 3 to 6 of rows of 7 elements; one column earlier the two meet, and so they do around the end of a row.
        Create(multiplier).Multiply(left with { RowStride = 7 }, b, new(buffer, 3, 2, 4, 7));
        AssertRefused<ArgumentException>(multiplier, left with { RowStride = 7 }, b, new(buffer, 2, 2, 4, 7), "overlaps the input a");
        AssertRefused<ArgumentException>(multiplier, left with { RowStride = 7 }, b, new(buffer, 4, 2, 4, 7), "overlaps the input a");

        // The second matrix of the input would meet the first of the result.
        Create(multiplier).Multiply(left with { RowStride = 7, BatchStride = 21 }, b, new(buffer, 3, 2, 4, 7, false, 14), 0, 2);
        AssertRefused<ArgumentException>(
            multiplier, left with { RowStride = 7, BatchStride = 3 }, b, new(buffer, 3, 2, 4, 7, false, 14), "overlaps the input a", 2);
    }

    /// <summary>
    /// Checks random placements in a small buffer: accepted operands have no element in common, and most operands without a common element
    /// are accepted.
    /// </summary>
    [Fact]
    public void Operands_that_are_taken_as_apart_have_no_element_in_common()
    {
        var random = new Random(1);
        float[] buffer = new float[60];
        var provider = new SimdLinearAlgebraProvider();
        int taken = 0, refused = 0;
        for (int i = 0; i < 200_000; i++)
        {
            int batch = random.Next(1, 4), rows = random.Next(1, 4), depth = random.Next(1, 4), columns = random.Next(1, 4);
            var input = new MatrixOperand(buffer, random.Next(20), rows, depth, random.Next(12), false, random.Next(20));
            var result = new MatrixOperand(buffer, random.Next(20), rows, columns, columns + random.Next(10), false, random.Next(20));
            var right = new MatrixOperand(new float[9], 0, depth, columns, columns);
            if (input.End(batch) > buffer.Length || result.End(batch) > buffer.Length)
                continue;
            List<int> written = Indices(result, batch);
            if (written.Distinct().Count() == written.Count && !written.Intersect(Indices(input, batch)).Any())
            {
                refused += Refuses(input) ? 1 : 0;
                taken++;
                continue;
            }

            Assert.True(Refuses(input), $"{input} and {result}, batch {batch}");

            bool Refuses(MatrixOperand left)
            {
                try
                {
                    provider.Multiply(left, right, result, 0, batch);
                    return false;
                }
                catch (ArgumentException)
                {
                    return true;
                }
            }
        }

        Assert.InRange(taken, 10_000, 200_000);
        Assert.InRange(refused, 0, taken / 3);
    }

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void Empty_sizes_are_legal_and_an_empty_sum_leaves_beta_times_the_result(string multiplier)
    {
        IMatrixMultiplier provider = Create(multiplier);
        provider.Multiply(a with { Rows = 0, Offset = 900 }, b, c with { Rows = 0 });
        provider.Multiply(a, b with { Columns = 0 }, c with { Columns = 0 });
        provider.Multiply(a, b, c, 0, 0);
        Assert.All(c.Buffer, value => Assert.Equal(7, value));

        float[] wide = [7, 7, 7, 7, 7, 7, 7, 7, 7, 7];
        provider.Multiply(new([], 0, 2, 0, 0), new([], 0, 0, 2, 2), new(wide, 1, 2, 2, 4), 0.5f);
        Assert.Equal([7, 3.5f, 3.5f, 7, 7, 3.5f, 3.5f, 7, 7, 7], wide);
        wide[1] = float.NaN;
        provider.Multiply(new([], 0, 1, 0, 0), new([], 0, 0, 2, 2), new(wide, 1, 1, 2, 2, false, 4), 0, 2);
        Assert.Equal([7, 0, 0, 7, 7, 0, 0, 7, 7, 7], wide);
    }

    [Fact]
    public void A_copy_that_no_array_can_hold_is_refused()
    {
        var adapter = new MatrixMultiplierAdapter(ManagedLinearAlgebraProvider.Instance);
        float[] few = new float[70_000];
        string message = Assert.Throws<ArgumentException>(() => adapter.Multiply(
            new(few, 0, 65_536, 65_536, 0), new(few, 0, 65_536, 1, 1), new(new float[65_536], 0, 65_536, 1, 1))).Message;
        Assert.Contains("operand a as a copy only, which would have 4294967296 elements", message, StringComparison.Ordinal);
    }

    private static List<int> Indices(MatrixOperand operand, int batch) =>
    [
        .. from i in Enumerable.Range(0, batch)
           from row in Enumerable.Range(0, operand.Rows)
           from column in Enumerable.Range(0, operand.Columns)
           select operand.Offset + (i * operand.BatchStride) + (row * operand.RowStride) + column,
    ];

    private static IMatrixMultiplier Create(string multiplier) => multiplier switch
    {
        "simd" => new SimdLinearAlgebraProvider(),
        "blas" => new BlasLinearAlgebraProvider(),
        _ => new MatrixMultiplierAdapter(ManagedLinearAlgebraProvider.Instance),
    };

    private static void AssertRefused<TException>(
        string multiplier, MatrixOperand left, MatrixOperand right, MatrixOperand result, string text, int batch = 1)
        where TException : ArgumentException
    {
        float[] before = result.Buffer is null ? [] : [.. result.Buffer];
        var refused = Assert.Throws<TException>(() => Create(multiplier).Multiply(left, right, result, 0, batch));
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, result.Buffer ?? []);
    }
}
