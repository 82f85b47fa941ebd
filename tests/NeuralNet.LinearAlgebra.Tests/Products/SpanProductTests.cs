namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>
/// Tests of products of whole row-major matrices in spans: correct results, and invalid arguments are refused before anything is written.
/// </summary>
public sealed class SpanProductTests
{
    private static readonly SimdLinearAlgebraProvider Provider = new();

    private readonly float[] a = new float[6];
    private readonly float[] b = new float[12];
    private readonly float[] c = [7, 7, 7, 7, 7, 7, 7, 7];

    [Fact]
    public void Products_agree_with_the_textbook()
    {
        foreach ((int rows, int columns, int depth) in new[] { (0, 3, 4), (3, 0, 4), (2, 3, 0), (1, 1, 1), (3, 4, 5), (33, 17, 70),
            (128, 32, 784) })
        {
            for (int transposition = 0; transposition < 4; transposition++)
            {
                foreach (float beta in new[] { 0f, 1f, -2f })
                    AssertProduct(rows, columns, depth, (transposition & 1) != 0, (transposition & 2) != 0, beta);
            }
        }
    }

    [Fact]
    public void A_negative_size_is_refused()
    {
        AssertRefused<ArgumentOutOfRangeException>(() => Provider.Multiply(a, false, b, false, c, -2, 4, 3), "rows");
        AssertRefused<ArgumentOutOfRangeException>(() => Provider.Multiply(a, false, b, false, c, 2, -4, 3), "columns");
        AssertRefused<ArgumentOutOfRangeException>(() => Provider.Multiply(a, false, b, false, c, 2, 4, -3), "depth");
    }

    [Fact]
    public void A_span_of_another_length_than_its_matrix_is_refused_with_both_lengths()
    {
        AssertRefused<ArgumentException>(() => Provider.Multiply(new float[5], false, b, false, c, 2, 4, 3), "op(a) is 2×3, which is 6 elements, but the span has 5");
        AssertRefused<ArgumentException>(() => Provider.Multiply(a, true, new float[13], true, c, 2, 4, 3), "op(b) is 3×4, which is 12 elements, but the span has 13");
        AssertRefused<ArgumentException>(() => Provider.Multiply(a, false, b, false, new float[7], 2, 4, 3), "c is 2×4, which is 8 elements, but the span has 7");
        AssertRefused<ArgumentException>(() => Provider.Multiply([], false, [], false, c, 65536, 65536, 0), "4294967296 elements");
    }

    [Fact]
    public void A_result_that_overlaps_an_input_is_refused()
    {
        float[] buffer = [7, 7, 7, 7, 7, 7];
        AssertRefused<ArgumentException>(() => Provider.Multiply(buffer.AsSpan(0, 4), false, new float[4], false, buffer.AsSpan(2, 4), 2, 2, 2), "input a");
        AssertRefused<ArgumentException>(() => Provider.Multiply(new float[4], false, buffer.AsSpan(0, 4), false, buffer.AsSpan(2, 4), 2, 2, 2), "input b");
        Assert.All(buffer, value => Assert.Equal(7, value));
    }

    [Fact]
    public void An_adapter_of_no_provider_is_refused() =>
        Assert.Equal("provider", Assert.Throws<ArgumentNullException>(() => new MatrixMultiplierAdapter(null!)).ParamName);

    private static void AssertProduct(int rows, int columns, int depth, bool transposeA, bool transposeB, float beta)
    {
        // The product by columns is the transposed one by rows, with its operands exchanged.
        var product = new ProductCase<float>(columns, rows, depth, transposeB, transposeA, 1, beta);
        float[] expected = product.InitialC(), actual = product.InitialC();
        NaiveProduct.Run(product, expected);
        Provider.Multiply(product.B, transposeA, product.A, transposeB, actual, rows, columns, depth, beta);
        Assert.True(expected.AsSpan().SequenceEqual(actual), product.ToString());
    }

    private void AssertRefused<TException>(Action product, string text)
        where TException : ArgumentException
    {
        Assert.Contains(text, Assert.Throws<TException>(product).Message, StringComparison.Ordinal);
        Assert.All(c, value => Assert.Equal(7, value));
    }
}
