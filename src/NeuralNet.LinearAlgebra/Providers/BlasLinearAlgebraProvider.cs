using System.Diagnostics.CodeAnalysis;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A MathNet linear algebra provider whose float and double matrix products are those of a BLAS library installed on the system:
/// OpenBLAS, MKL, BLIS, Apple's Accelerate or the reference implementation. All other operations are MathNet's managed ones.
/// </summary>
/// <remarks>The library decides how many threads a product uses and in which order it sums.</remarks>
public sealed class BlasLinearAlgebraProvider : DelegatingLinearAlgebraProvider, IMatrixMultiplier
{
    // The constants of cblas.h.
    private const int RowMajor = 101;
    private const int ColumnMajor = 102;
    private const int NoTranspose = 111;
    private const int Transposed = 112;

    [ThreadStatic]
    private static CompactCopies? copiesOfA, copiesOfB;

    private readonly BlasLibrary library;

    /// <summary>Creates a provider over the first BLAS library of the system.</summary>
    /// <exception cref="DllNotFoundException">The system has none; the message names those that were searched.</exception>
    public BlasLinearAlgebraProvider()
        : this(BlasLibrary.TryLoad(out BlasLibrary? found) ? found : throw BlasLibrary.NotFound())
    {
    }

    /// <summary>Creates a provider over a library.</summary>
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

    /// <summary>Creates a provider if the system has a BLAS library.</summary>
    /// <param name="provider">The provider, or null if there is no library.</param>
    /// <returns>true if the system has a BLAS library; otherwise, false.</returns>
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

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiplyWithUpdate(Transpose, Transpose, float, float[], int, int, float[], int,
    /// int, float, float[])"/>
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

    /// <inheritdoc cref="SimdLinearAlgebraProvider.MatrixMultiplyWithUpdate(Transpose, Transpose, float, float[], int, int, float[], int,
    /// int, float, float[])"/>
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

    /// <inheritdoc/>
    /// <remarks>BLAS does not allow rows that overlap: an operand that has such rows is copied.</remarks>
    public unsafe void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1)
    {
        ProductShape shape = OperandArguments.Check(a, b, c, batch);
        if (Scaling.Completes(shape, c, beta, batch))
            return;

        if (HasOverlappingRows(a) || HasOverlappingRows(b))
        {
            MultiplyCopies(a, b, c, beta, batch);
            return;
        }

        fixed (float* dataA = a.Buffer, dataB = b.Buffer, dataC = c.Buffer)
        {
            for (int index = 0; index < batch; index++)
            {
                library.MultiplySingle(
                    RowMajor, Operation(a), Operation(b), shape.Rows, shape.Columns, shape.Depth,
                    1, dataA + a.Start(index), LeadingDimension(a), dataB + b.Start(index), LeadingDimension(b),
                    beta, dataC + c.Start(index), LeadingDimension(c));
            }
        }
    }

    /// <summary>Returns the name of the provider with that of the library, for bug reports.</summary>
    public override string ToString() => $"NeuralNet BLAS ({LibraryName})";

    private void MultiplyCopies(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta, int batch)
    {
        float[] copyOfA = (copiesOfA ??= new()).Rent(a, nameof(a)), copyOfB = (copiesOfB ??= new()).Rent(b, nameof(b));
        for (int index = 0; index < batch; index++)
        {
            CompactCopies.Read(a, index, copyOfA);
            CompactCopies.Read(b, index, copyOfB);
            Multiply(
                a with { Buffer = copyOfA, Offset = 0, RowStride = a.Columns },
                b with { Buffer = copyOfB, Offset = 0, RowStride = b.Columns },
                c with { Offset = c.Start(index) }, beta);
        }
    }

    private static BlasLibrary Load(string libraryName)
    {
        ArgumentException.ThrowIfNullOrEmpty(libraryName);
        return BlasLibrary.TryLoad(libraryName)
            ?? throw new DllNotFoundException($"'{libraryName}' is not a library that exports cblas_sgemm and cblas_dgemm.");
    }

    private static bool HasOverlappingRows(in MatrixOperand operand) => operand.Rows > 1 && operand.RowStride < operand.Columns;

    // A single row may have any stride, but the library requires one that holds the row.
    private static int LeadingDimension(in MatrixOperand operand) => Math.Max(operand.RowStride, operand.Columns);

    private static int Operation(in MatrixOperand operand) => operand.IsTransposed ? Transposed : NoTranspose;

    private static int Operation(Transpose transpose) => transpose == Transpose.DontTranspose ? NoTranspose : Transposed;

    // BLAS requires a stride of at least 1 even for a matrix without rows.
    private static int Stride(int rows) => Math.Max(rows, 1);
}
