using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The matrix kernels and the number of threads that the library computes with. MathNet's own setting is left alone.</summary>
public static class Compute
{
    // The provider or an adapter around it, in one field, so that a thread never sees one without the other.
    private static IMatrixMultiplier multiplier = new SimdLinearAlgebraProvider();

    /// <summary>
    /// The matrix kernels of every layer. The default is <see cref="SimdLinearAlgebraProvider"/>; any of MathNet's providers serves.
    /// A provider that is an <see cref="IMatrixMultiplier"/> multiplies parts of tensors where they lie; for other providers they are
    /// copied.
    /// </summary>
    public static ILinearAlgebraProvider Provider
    {
        get => multiplier switch
        {
            MatrixMultiplierAdapter adapter => adapter.Provider,
            var provider => (ILinearAlgebraProvider)provider,
        };
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.InitializeVerify();
            multiplier = value as IMatrixMultiplier ?? new MatrixMultiplierAdapter(value);
        }
    }

    /// <summary>The products of <see cref="Provider"/>: the provider itself, or an adapter if it takes whole arrays only.</summary>
    internal static IMatrixMultiplier Multiplier => multiplier;

    /// <summary>
    /// The maximum number of threads of one computation; the number of processors unless set. Results do not depend on the number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than one or above 1024.</exception>
    public static int DegreeOfParallelism
    {
        get => WorkerPool.Shared.DegreeOfParallelism;
        set => WorkerPool.Shared.DegreeOfParallelism = Require.Between(
            1, WorkerPool.MaxDegreeOfParallelism, value, nameof(DegreeOfParallelism));
    }
}
