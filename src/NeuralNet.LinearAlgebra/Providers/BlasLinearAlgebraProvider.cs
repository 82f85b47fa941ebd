using System.Diagnostics.CodeAnalysis;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A MathNet linear algebra provider whose float and double matrix products are those of a BLAS library installed on the system:
/// OpenBLAS, MKL, BLIS, Apple's Accelerate or the reference implementation. All other operations are MathNet's managed ones.
/// </summary>
/// <remarks>The library decides how many threads a product uses and in which order it sums.</remarks>
public sealed class BlasLinearAlgebraProvider : DelegatingLinearAlgebraProvider
{
    // The constants of cblas.h.
    private const int ColumnMajor = 102;
    private const int NoTranspose = 111;
    private const int Transposed = 112;

    private readonly BlasLibrary library;

    /// <summary>Creates the provider over the first BLAS library that the system has.</summary>
    /// <exception cref="DllNotFoundException">The system has none; the message names those that were searched.</exception>
    public BlasLinearAlgebraProvider()
        : this(BlasLibrary.TryLoad(out BlasLibrary? found) ? found : throw BlasLibrary.NotFound())
    {
    }

    /// <summary>Creates the provider over a library of your choice.</summary>
    /// <param name="libraryName">The library's name or path; it must export <c>cblas_sgemm</c> and <c>cblas_dgemm</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="libraryName"/> is null or empty.</exception>
    /// <exception cref="DllNotFoundException">There is no such library, or it lacks the two products.</exception>
    public BlasLinearAlgebraProvider(string libraryName)
        : this(Load(libraryName))
    {
    }

    private BlasLinearAlgebraProvider(BlasLibrary library)
        : base(ManagedLinearAlgebraProvider.Instance) => this.library = library;

    /// <summary>The name under which the library was found.</summary>
    public string LibraryName => library.Name;

    /// <summary>Creates the provider if the system has a BLAS library.</summary>
    /// <param name="provider">The provider, or null if there is no library.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryCreate([NotNullWhen(true)] out BlasLinearAlgebraProvider? provider)
    {
        provider = BlasLibrary.TryLoad(out BlasLibrary? found) ? new BlasLinearAlgebraProvider(found) : null;
        return provider is not null;
    }

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiply(float[], int, int, float[], int, int, float[])"/>
    public override void MatrixMultiply(float[] x, int rowsX, int columnsX, float[] y, int rowsY, int columnsY, float[] result) =>
        MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, 1f, x, rowsX, columnsX, y, rowsY, columnsY, 0f, result);

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiply(float[], int, int, float[], int, int, float[])"/>
    public override void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) =>
        MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, 1d, x, rowsX, columnsX, y, rowsY, columnsY, 0d, result);

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiplyWithUpdate(Transpose, Transpose, float, float[], int, int, float[], int, int, float, float[])"/>
    public override unsafe void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, float alpha,
        float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta, float[] c)
    {
        ProductShape shape = ProductArguments.Check(transposeA, a, rowsA, columnsA, transposeB, b, rowsB, columnsB, c);
        if (shape.IsEmpty)
            return;
        fixed (float* dataA = a, dataB = b, dataC = c)
        {
            library.MultiplySingle(
                ColumnMajor, Operation(transposeA), Operation(transposeB), shape.Rows, shape.Columns, shape.Depth,
                alpha, dataA, Stride(rowsA), dataB, Stride(rowsB), beta, dataC, shape.Rows);
        }
    }

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiplyWithUpdate(Transpose, Transpose, float, float[], int, int, float[], int, int, float, float[])"/>
    public override unsafe void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha,
        double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c)
    {
        ProductShape shape = ProductArguments.Check(transposeA, a, rowsA, columnsA, transposeB, b, rowsB, columnsB, c);
        if (shape.IsEmpty)
            return;
        fixed (double* dataA = a, dataB = b, dataC = c)
        {
            library.MultiplyDouble(
                ColumnMajor, Operation(transposeA), Operation(transposeB), shape.Rows, shape.Columns, shape.Depth,
                alpha, dataA, Stride(rowsA), dataB, Stride(rowsB), beta, dataC, shape.Rows);
        }
    }

    /// <summary>Names the library as well, for bug reports.</summary>
    public override string ToString() => $"NeuralNet BLAS ({LibraryName})";

    private static BlasLibrary Load(string libraryName)
    {
        ArgumentException.ThrowIfNullOrEmpty(libraryName);
        return BlasLibrary.TryLoad(libraryName)
            ?? throw new DllNotFoundException($"'{libraryName}' is not a library that exports cblas_sgemm and cblas_dgemm.");
    }

    private static int Operation(Transpose transpose) => transpose == Transpose.DontTranspose ? NoTranspose : Transposed;

    // cblas wants a stride of at least 1 even for a matrix without rows.
    private static int Stride(int rows) => Math.Max(rows, 1);
}
