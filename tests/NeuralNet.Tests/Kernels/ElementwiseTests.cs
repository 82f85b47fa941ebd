using System.Numerics;

namespace NeuralNet.Tests;

public class ElementwiseTests
{
    [Fact]
    public void EveryLengthIsMappedInPlaceAndSummed()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(i => i + 1f)], y = [.. x.Select(value => value * value)];
            Assert.Equal(x.Zip(y, (a, b) => (double)a / b + 1).Sum(), Elementwise.Sum(x, y, default(QuotientPlusOne)), 1e-5);
            float[] expected = [.. x.Zip(y, (a, b) => a / b + 1)];
            Elementwise.Map(x, y, y, default(QuotientPlusOne));
            Assert.Equal(expected, y);
        }
    }

    /// <summary>Compares with the series erf(x) = 2/√π·Σ (−1)ⁿ·x²ⁿ⁺¹/(n!·(2n + 1)), in double precision.</summary>
    [Fact]
    public void ErrorFunctionIsExactToSingleDigits()
    {
        for (float x = -4; x <= 4; x += 0.01f)
        {
            double term = x, sum = x;
            for (int n = 1; n < 120; n++)
            {
                term *= -(double)x * x / n;
                sum += term / (2 * n + 1);
            }

            Assert.Equal(1 - 2 / Math.Sqrt(Math.PI) * sum, ErrorFunction.Complementary(new Vector<float>(x))[0], 1.5e-7);
        }
    }

    private readonly struct QuotientPlusOne : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => x / y + Vector<float>.One;
    }
}
