using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

public sealed class ProductTests
{
    public static TheoryData<string> Kernels => [.. KernelCatalog.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_size_agrees_with_the_textbook(string kernel) =>
        Assert.Null(ProductSweep.FirstMismatch(new SimdLinearAlgebraProvider(KernelCatalog.Choose(kernel))));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sums_of_fractions_are_as_accurate_as_their_number_allows(string kernel)
    {
        var provider = new SimdLinearAlgebraProvider(KernelCatalog.Choose(kernel));
        foreach ((int rows, int columns, int depth) in new[] { (150, 140, 800), (10, 128, 512), (3, 2, 700), (1, 90, 1000), (90, 1, 1000) })
        {
            AssertAccurate<float>(provider, rows, columns, depth);
            AssertAccurate<double>(provider, rows, columns, depth);
        }
    }

    [Fact]
    public void The_conjugate_transpose_of_real_numbers_is_the_transpose()
    {
        var provider = new SimdLinearAlgebraProvider();
        var product = new ProductCase<double>(7, 5, 6, true, true, 1, 0);
        double[] expected = new double[35];
        double[] actual = new double[35];
        product.Run(provider, expected);
        provider.MatrixMultiplyWithUpdate(
            Transpose.ConjugateTranspose, Transpose.ConjugateTranspose, 1d, product.A, 6, 7, product.B, 5, 6, 0d, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_plain_product_is_the_update_with_factors_one_and_zero()
    {
        var provider = new SimdLinearAlgebraProvider();
        var product = new ProductCase<float>(7, 5, 6, false, false, 1, 0);
        float[] expected = new float[35];
        float[] actual = product.InitialC();
        product.Run(provider, expected);
        provider.MatrixMultiply(product.A, 7, 6, product.B, 6, 5, actual);
        Assert.Equal(expected, actual);
    }

    private static void AssertAccurate<T>(ILinearAlgebraProvider provider, int rows, int columns, int depth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        var product = new ProductCase<T>(rows, columns, depth, false, false, T.One, T.Zero)
        {
            A = Fractions<T>(random, rows * depth),
            B = Fractions<T>(random, depth * columns),
        };
        T[] actual = product.InitialC();
        product.Run((ILinearAlgebraProvider<T>)provider, actual);
        double epsilon = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        for (int i = 0; i < actual.Length; i++)
        {
            double sum = 0;
            double magnitude = 0;
            for (int p = 0; p < depth; p++)
            {
                double term = double.CreateChecked(product.ElementOfA(i % rows, p)) * double.CreateChecked(product.ElementOfB(p, i / rows));
                sum += term;
                magnitude += Math.Abs(term);
            }

            Assert.InRange(double.CreateChecked(actual[i]), sum - (depth * epsilon * magnitude), sum + (depth * epsilon * magnitude));
        }
    }

    private static T[] Fractions<T>(Random random, int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Enumerable.Range(0, length).Select(_ => T.CreateChecked(random.NextDouble() - 0.5)).ToArray();
}
