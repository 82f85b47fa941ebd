using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>Where the library computes: which matrix kernels, and on how many threads. MathNet's own setting is left alone.</summary>
public static class Compute
{
    private const int MostThreads = 1024;

    private static ILinearAlgebraProvider provider = new SimdLinearAlgebraProvider();

    /// <summary>
    /// The matrix kernels of every layer. The default is <see cref="SimdLinearAlgebraProvider"/>; any of MathNet's providers serves.
    /// </summary>
    public static ILinearAlgebraProvider Provider
    {
        get => provider;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.InitializeVerify();
            provider = value;
        }
    }

    /// <summary>The most threads that one computation uses; the number of processors unless set. Results do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than one or above 1024.</exception>
    public static int DegreeOfParallelism
    {
        get => WorkerPool.Shared.DegreeOfParallelism;
        set => WorkerPool.Shared.DegreeOfParallelism = Require.Between(1, MostThreads, value, nameof(DegreeOfParallelism));
    }
}
