using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

// Matrix products of MathNet.Numerics with its own provider and with this library's: one line installs it.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int size = args.Contains("--quick") ? 512 : 1024;
Console.WriteLine($"A product of two {size}×{size} matrices in MathNet.Numerics, best of a few:");
Console.WriteLine();

ILinearAlgebraProvider managed = ManagedLinearAlgebraProvider.Instance;
var simd = new SimdLinearAlgebraProvider();

Compare("Matrix<double>", Matrix<double>.Build.Random(size, size, 1), Matrix<double>.Build.Random(size, size, 2));
Compare("Matrix<float>", Matrix<float>.Build.Random(size, size, 1), Matrix<float>.Build.Random(size, size, 2));

void Compare<T>(string type, Matrix<T> a, Matrix<T> b)
    where T : struct, IEquatable<T>, IFormattable
{
    (Matrix<T> slowProduct, double slow) = Multiply(managed, a, b, repeats: 2);
    (Matrix<T> fastProduct, double fast) = Multiply(simd, a, b, repeats: 20);
    double work = 2.0 * size * size * size / 1e9;
    double difference = Convert.ToDouble((slowProduct - fastProduct).InfinityNorm(), CultureInfo.InvariantCulture);
    double norm = Convert.ToDouble(slowProduct.InfinityNorm(), CultureInfo.InvariantCulture);

    Console.WriteLine(type);
    Console.WriteLine($"  MathNet's managed provider   {slow * 1e3,8:F1} ms   {work / slow,6:F1} GFLOP/s");
    Console.WriteLine($"  SimdLinearAlgebraProvider    {fast * 1e3,8:F1} ms   {work / fast,6:F1} GFLOP/s   {slow / fast:F0} times as fast");
    Console.WriteLine($"  relative difference of the two products: {difference / norm:E1}");
    Console.WriteLine();
}

// The provider is a setting of the whole process: a program usually sets it once at its start.
static (Matrix<T> Product, double Seconds) Multiply<T>(ILinearAlgebraProvider provider, Matrix<T> a, Matrix<T> b, int repeats)
    where T : struct, IEquatable<T>, IFormattable
{
    LinearAlgebraControl.Provider = provider;
    Matrix<T> product = a * b;
    double best = double.PositiveInfinity;
    for (int i = 0; i < repeats; i++)
    {
        long start = Stopwatch.GetTimestamp();
        a.Multiply(b, product);
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    return (product, best);
}
