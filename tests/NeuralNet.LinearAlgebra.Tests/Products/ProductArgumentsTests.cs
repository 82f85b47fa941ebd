using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests that invalid arguments are refused with the expected and the actual value, and the result is unchanged.</summary>
public sealed class ProductArgumentsTests
{
    private static readonly SimdLinearAlgebraProvider Provider = new();

    private readonly float[] a = new float[6];
    private readonly float[] b = new float[12];
    private readonly float[] c = [7, 7, 7, 7, 7, 7, 7, 7];

    [Fact]
    public void A_missing_array_is_refused_by_name()
    {
        AssertRefused<ArgumentNullException>(() => Multiply(null!, 2, 3, b, 3, 4, c), "'a'");
        AssertRefused<ArgumentNullException>(() => Multiply(a, 2, 3, null!, 3, 4, c), "'b'");
        AssertRefused<ArgumentNullException>(() => Multiply(a, 2, 3, b, 3, 4, null!), "'c'");
    }

    [Fact]
    public void A_negative_size_is_refused()
    {
        AssertRefused<ArgumentOutOfRangeException>(() => Multiply(a, -2, 3, b, 3, 4, c), "rowsA");
        AssertRefused<ArgumentOutOfRangeException>(() => Multiply(a, 2, -3, b, 3, 4, c), "columnsA");
        AssertRefused<ArgumentOutOfRangeException>(() => Multiply(a, 2, 3, b, -3, 4, c), "rowsB");
        AssertRefused<ArgumentOutOfRangeException>(() => Multiply(a, 2, 3, b, 3, -4, c), "columnsB");
    }

    [Fact]
    public void An_array_too_short_is_refused_with_both_lengths()
    {
        AssertRefused<ArgumentException>(() => Multiply(new float[5], 2, 3, b, 3, 4, c), "2×3 matrix has 6 elements, but the array has only 5");
        AssertRefused<ArgumentException>(() => Multiply(a, 2, 3, new float[11], 3, 4, c), "3×4 matrix has 12 elements, but the array has only 11");
        AssertRefused<ArgumentException>(() => Multiply(a, 2, 3, b, 3, 4, new float[7]), "2×4 matrix has 8 elements, but the array has only 7");
    }

    [Fact]
    public void Sizes_whose_product_overflows_are_refused()
    {
        AssertRefused<ArgumentException>(() => Multiply(a, 65536, 65536, b, 65536, 4, c), "4294967296 elements");
        AssertRefused<ArgumentException>(() => Multiply(a, 2, 3, b, 3, int.MaxValue, c), "6442450941 elements");
        AssertRefused<ArgumentException>(() => Multiply([], 65536, 0, [], 0, 65536, c), "4294967296 elements");
    }

    [Fact]
    public void Inner_dimensions_that_differ_are_refused_with_both()
    {
        AssertRefused<ArgumentException>(() => Multiply(a, 2, 3, b, 4, 3, c), "op(A) is 2×3 and op(B) is 4×3");
        AssertRefused<ArgumentException>(
            () => Provider.MatrixMultiplyWithUpdate(Transpose.Transpose, Transpose.DontTranspose, 1f, a, 2, 3, b, 3, 4, 0f, c),
            "op(A) is 3×2 and op(B) is 3×4");
    }

    [Fact]
    public void A_result_that_is_an_input_is_refused()
    {
        float[] square = new float[16];
        AssertRefused<ArgumentException>(() => Multiply(square, 4, 4, new float[16], 4, 4, square), "input a");
        AssertRefused<ArgumentException>(() => Multiply(new float[16], 4, 4, square, 4, 4, square), "input b");
    }

    [Fact]
    public void An_unknown_transposition_is_refused() => AssertRefused<ArgumentOutOfRangeException>(
        () => Provider.MatrixMultiplyWithUpdate((Transpose)5, Transpose.DontTranspose, 1f, a, 2, 3, b, 3, 4, 0f, c), "transposeA");

    [Fact]
    public void The_plain_product_and_double_are_checked_alike()
    {
        Assert.Throws<ArgumentException>(() => Provider.MatrixMultiply(a, 2, 3, b, 4, 3, c));
        Assert.Throws<ArgumentException>(() => Provider.MatrixMultiply(new double[6], 2, 3, new double[12], 4, 3, new double[8]));
        Assert.Throws<ArgumentNullException>(() => Provider.MatrixMultiply(new double[6], 2, 3, new double[12], 3, 4, null!));
    }

    [BlasFact]
    public void The_system_library_is_guarded_by_the_same_checks()
    {
        var blas = new BlasLinearAlgebraProvider();
        Assert.Throws<ArgumentException>(() => blas.MatrixMultiply(a, 2, 3, b, 3, 4, new float[7]));
        Assert.Throws<ArgumentException>(() => blas.MatrixMultiply(new double[6], 2, 3, new double[12], 4, 3, new double[8]));
    }

    [Fact]
    public void Empty_sizes_are_legal_and_an_empty_sum_is_zero()
    {
        Provider.MatrixMultiply([], 0, 3, b, 3, 4, []);
        Provider.MatrixMultiply([], 2, 0, [], 0, 4, c);
        Assert.All(c, value => Assert.Equal(0, value));
    }

    private static void Multiply(float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float[] c) =>
        Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, 1f, a, rowsA, columnsA, b, rowsB, columnsB, 0f, c);

    private void AssertRefused<TException>(Action product, string text)
        where TException : ArgumentException
    {
        Assert.Contains(text, Assert.Throws<TException>(product).Message, StringComparison.Ordinal);
        Assert.All(c, value => Assert.Equal(7, value));
    }
}
