using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests of MathNet's operations with and without the installed provider.</summary>
[Collection(AloneCollection.Name)]
public sealed class InstalledProviderTests : IDisposable
{
    private const int Order = 90;

    private readonly ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
    private readonly Matrix<double> x = Matrix<double>.Build.Random(Order, Order, 1);
    private readonly Matrix<double> y = Matrix<double>.Build.Random(Order, Order, 2);
    private readonly Matrix<float> xSingle = Matrix<float>.Build.Random(Order, 70, 1);
    private readonly Matrix<float> ySingle = Matrix<float>.Build.Random(70, Order, 2);

    public void Dispose() => LinearAlgebraControl.Provider = before;

    [Fact]
    public void Products_of_doubles_agree() => AssertAgree(
        1e-12, () => x * y, () => x.TransposeAndMultiply(y), () => x.TransposeThisAndMultiply(y), () => x.Transpose() * y,
        () => (x * y.Column(3)).ToColumnMatrix(), () => x.TransposeThisAndMultiply(y.Column(3)).ToColumnMatrix());

    [Fact]
    public void Products_of_floats_agree() => AssertAgree(
        1e-4f, () => xSingle * ySingle, () => xSingle.TransposeAndMultiply(ySingle.Transpose()),
        () => xSingle.Transpose().TransposeThisAndMultiply(ySingle), () => (xSingle * ySingle.Column(3)).ToColumnMatrix());

    [Fact]
    public void Factorizations_and_solutions_agree() => AssertAgree(
        1e-8, () => x.LU().L, () => x.LU().Solve(y), () => x.QR().R, () => x.QR().Solve(y), () => x.Solve(y), () => x.Inverse(),
        () => (x * x.Transpose()).Cholesky().Factor, () => x.Svd().W);

    [Fact]
    public void A_product_written_over_its_own_factor_is_right()
    {
        LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();
        Matrix<double> expected = x * y;
        Matrix<double> overwritten = x.Clone();
        overwritten.Multiply(y, overwritten);
        Assert.Equal(expected, overwritten);
    }

    [Fact]
    public void Nothing_is_installed_until_asked()
    {
        _ = new SimdLinearAlgebraProvider();
        Assert.Same(before, LinearAlgebraControl.Provider);
    }

    private static void AssertAgree<T>(T tolerance, params Func<Matrix<T>>[] operations)
        where T : struct, IEquatable<T>, IFormattable
    {
        foreach (Func<Matrix<T>> operation in operations)
        {
            LinearAlgebraControl.Provider = ManagedLinearAlgebraProvider.Instance;
            Matrix<T> expected = operation();
            LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();
            Matrix<T> actual = operation();
            double distance = (expected - actual).InfinityNorm() / (1 + expected.InfinityNorm());
            Assert.True(distance <= Convert.ToDouble(tolerance, null), $"differs by {distance}");
        }
    }
}
