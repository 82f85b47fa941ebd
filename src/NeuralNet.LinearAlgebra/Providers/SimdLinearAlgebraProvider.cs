using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A MathNet linear algebra provider whose float and double matrix products are vectorized and use every core, in plain C#.
/// All other operations are MathNet's managed ones.
/// </summary>
/// <remarks>
/// <para>Matrices are stored by columns, as MathNet stores them; <see cref="IMatrixMultiplier"/>'s product takes them by rows, as part of
/// larger arrays and in batches, whose matrices threads share. Products may be called from any number of threads at once and
/// allocate nothing once a thread has seen its largest shape. A result depends on the shapes and the kernel only: the same
/// product has the same bits for any number of threads.</para>
/// <para>The kernel is the best the processor has; the environment variable <c>NEURALNET_KERNEL</c> forces one by name:
/// <c>vector512</c>, <c>vector256</c>, <c>vector128</c> or <c>scalar</c>.</para>
/// </remarks>
public sealed class SimdLinearAlgebraProvider : DelegatingLinearAlgebraProvider, IMatrixMultiplier
{
    private readonly ProductKernel<float> singleKernel;
    private readonly ProductKernel<double> doubleKernel;

    /// <summary>
    /// Creates the provider with the best kernel for the processor, or with the kernel that <c>NEURALNET_KERNEL</c> names.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>NEURALNET_KERNEL</c> names an unknown kernel or one this machine cannot
    /// run.</exception>
    public SimdLinearAlgebraProvider()
        : this(KernelCatalog.Choose())
    {
    }

    internal SimdLinearAlgebraProvider(KernelEntry kernel)
        : base(ManagedLinearAlgebraProvider.Instance)
    {
        KernelName = kernel.Name;
        singleKernel = kernel.CreateSingle();
        doubleKernel = kernel.CreateDouble();
    }

    /// <summary>The name of the kernel that computes the products.</summary>
    public string KernelName { get; }

    /// <summary>Computes the product result = x·y.</summary>
    /// <param name="x">A <paramref name="rowsX"/>×<paramref name="columnsX"/> matrix, by columns.</param>
    /// <param name="rowsX">Rows of x, and of the result.</param>
    /// <param name="columnsX">Columns of x; as many as y has rows.</param>
    /// <param name="y">A <paramref name="rowsY"/>×<paramref name="columnsY"/> matrix, by columns.</param>
    /// <param name="rowsY">Rows of y.</param>
    /// <param name="columnsY">Columns of y, and of the result.</param>
    /// <param name="result">The product, by columns; not the same array as x or y.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">A size is negative, an array is too short for its sizes, the inner dimensions differ,
    /// or the result is one of the inputs.</exception>
    public override void MatrixMultiply(float[] x, int rowsX, int columnsX, float[] y, int rowsY, int columnsY, float[] result) =>
        MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, 1f, x, rowsX, columnsX, y, rowsY, columnsY, 0f, result);

    /// <inheritdoc cref="MatrixMultiply(float[], int, int, float[], int, int, float[])"/>
    public override void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) =>
        MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.DontTranspose, 1d, x, rowsX, columnsX, y, rowsY, columnsY, 0d, result);

    /// <summary>Computes c = alpha·op(a)·op(b) + beta·c, where op transposes or not.</summary>
    /// <param name="transposeA">Whether op(a) is a or aᵀ; for real numbers the conjugate transpose is the transpose.</param>
    /// <param name="transposeB">Whether op(b) is b or bᵀ.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">A <paramref name="rowsA"/>×<paramref name="columnsA"/> matrix as stored, by columns.</param>
    /// <param name="rowsA">Rows of a as stored.</param>
    /// <param name="columnsA">Columns of a as stored.</param>
    /// <param name="b">A <paramref name="rowsB"/>×<paramref name="columnsB"/> matrix as stored, by columns.</param>
    /// <param name="rowsB">Rows of b as stored.</param>
    /// <param name="columnsB">Columns of b as stored.</param>
    /// <param name="beta">The factor of what c holds; if it is 0, c is not read.</param>
    /// <param name="c">The result, by columns; not the same array as a or b.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">A size is negative, an array is too short for its sizes, the inner dimensions differ,
    /// or the result is one of the inputs.</exception>
    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, float alpha,
        float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta, float[] c)
    {
        ProductShape shape = ProductArguments.Check(transposeA, a, rowsA, columnsA, transposeB, b, rowsB, columnsB, c);
        Multiply(singleKernel, shape, transposeA, a, rowsA, transposeB, b, rowsB, c, alpha, beta);
    }

    /// <inheritdoc cref="MatrixMultiplyWithUpdate(Transpose, Transpose, float, float[], int, int, float[], int, int, float, float[])"/>
    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha,
        double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c)
    {
        ProductShape shape = ProductArguments.Check(transposeA, a, rowsA, columnsA, transposeB, b, rowsB, columnsB, c);
        Multiply(doubleKernel, shape, transposeA, a, rowsA, transposeB, b, rowsB, c, alpha, beta);
    }

    /// <inheritdoc/>
    // Compiled by itself: inside a caller the kernels' own small methods would no longer be inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public unsafe void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1)
    {
        ProductShape shape = OperandArguments.Check(a, b, c, batch);
        if (Scaling.Completes(shape, c, beta, batch))
            return;

        fixed (float* bufferA = a.Buffer, bufferB = b.Buffer, bufferC = c.Buffer)
        {
            // The product is an argument, not a variable: a variable would be a copy, which for tiny products takes as long as they do.
            BatchedProduct<float>.Run(
                singleKernel,
                new ProductOperation<float>
                {
                    A = TransposedView(b, bufferB),
                    B = TransposedView(a, bufferA),
                    C = TransposedView(c, bufferC),
                    Rows = shape.Columns,
                    Columns = shape.Rows,
                    Depth = shape.Depth,
                    Alpha = 1,
                    Beta = beta,
                },
                b.BatchStride, a.BatchStride, c.BatchStride, batch);
        }
    }

    /// <summary>Computes C = op(A)·op(B) + beta·C for whole row-major matrices, where op transposes or not.</summary>
    /// <param name="a">A as stored, row after row: <paramref name="rows"/>·<paramref name="depth"/> elements.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of A, which then has <paramref name="depth"/> rows.</param>
    /// <param name="b">B as stored, row after row: <paramref name="depth"/>·<paramref name="columns"/> elements.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of B, which then has <paramref name="columns"/> rows.</param>
    /// <param name="c">The result, row after row: <paramref name="rows"/>·<paramref name="columns"/> elements, apart from a and b.</param>
    /// <param name="rows">The number of rows of op(A) and of C.</param>
    /// <param name="columns">The number of columns of op(B) and of C.</param>
    /// <param name="depth">The number of columns of op(A) and of rows of op(B).</param>
    /// <param name="beta">The factor of what C holds; C is not read if the factor is 0, which is the default.</param>
    /// <exception cref="ArgumentException">
    /// A size is negative, a span is not as long as its matrix, or the result overlaps an input. No memory has been touched then.
    /// </exception>
    // Compiled by itself: inside a caller the kernels' own small methods would no longer be inlined. A step of a tiny network consists
    // mostly of the way to its kernels, so that this way is short.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public unsafe void Multiply(
        ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, Span<float> c, int rows, int columns, int depth,
        float beta = 0)
    {
        ProductShape shape = ProductArguments.Check(a, b, c, rows, columns, depth);
        if (Scaling.Completes(shape, c, beta))
            return;

        fixed (float* dataA = a, dataB = b, dataC = c)
        {
            singleKernel.Run(new ProductOperation<float>
            {
                A = transposeB ? new(dataB, depth, 1) : new(dataB, 1, columns),
                B = transposeA ? new(dataA, rows, 1) : new(dataA, 1, depth),
                C = new(dataC, 1, columns),
                Rows = columns,
                Columns = rows,
                Depth = depth,
                Alpha = 1,
                Beta = beta,
            });
        }
    }

    /// <summary>Returns the name of the provider with that of the kernel, for bug reports.</summary>
    public override string ToString() => $"NeuralNet SIMD ({KernelName})";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Multiply<T>(
        ProductKernel<T> kernel, ProductShape shape, Transpose transposeA, T[] a, int rowsA, Transpose transposeB, T[] b, int rowsB, T[] c,
        T alpha, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.IsEmpty)
            return;

        if (shape.Depth == 0 || alpha == T.Zero)
        {
            Scaling.Scale(c.AsSpan(0, shape.Rows * shape.Columns), beta);
            return;
        }

        fixed (T* dataA = a, dataB = b, dataC = c)
        {
            kernel.Run(new ProductOperation<T>
            {
                A = transposeA == Transpose.DontTranspose ? new(dataA, 1, rowsA) : new(dataA, rowsA, 1),
                B = transposeB == Transpose.DontTranspose ? new(dataB, 1, rowsB) : new(dataB, rowsB, 1),
                C = new(dataC, 1, shape.Rows),
                Rows = shape.Rows,
                Columns = shape.Columns,
                Depth = shape.Depth,
                Alpha = alpha,
                Beta = beta,
            });
        }
    }

    // The kernels store C by columns: a row-major product is the transposed one, its operands exchanged.
    private static unsafe MatrixView<float> TransposedView(in MatrixOperand operand, float* buffer) => new(
        buffer + operand.Offset, operand.IsTransposed ? operand.RowStride : 1, operand.IsTransposed ? 1 : operand.RowStride);
}
