using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Multiplies row-major operands, and batches of them, with any of MathNet's providers. A provider takes whole arrays of exactly a matrix's
/// elements: an operand that is such an array is passed to the provider, any other operand is copied, to memory that each thread keeps.
/// </summary>
/// <remarks>
/// C = op(A)·op(B) in row-major order is Cᵀ = op(B)ᵀ·op(A)ᵀ in MathNet's column-major order on the same arrays: the operands are
/// exchanged, the flags kept.
/// </remarks>
public sealed class MatrixMultiplierAdapter : IMatrixMultiplier
{
    [ThreadStatic]
    private static CompactCopies? copiesOfA, copiesOfB, copiesOfC;

    /// <summary>Creates an adapter of a provider.</summary>
    /// <param name="provider">The provider that computes the products.</param>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public MatrixMultiplierAdapter(ILinearAlgebraProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Provider = provider;
    }

    /// <summary>The provider that computes the products.</summary>
    public ILinearAlgebraProvider Provider { get; }

    /// <inheritdoc/>
    public void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1)
    {
        ProductShape shape = OperandArguments.Check(a, b, c, batch);
        if (Scaling.Completes(shape, c, beta, batch))
            return;

        float[] dataA = IsWhole(a, batch) ? a.Buffer : (copiesOfA ??= new()).Rent(a, nameof(a));
        float[] dataB = IsWhole(b, batch) ? b.Buffer : (copiesOfB ??= new()).Rent(b, nameof(b));
        float[] dataC = IsWhole(c, batch) ? c.Buffer : (copiesOfC ??= new()).Rent(c, nameof(c));
        for (int index = 0; index < batch; index++)
        {
            Read(a, index, dataA);
            Read(b, index, dataB);
            if (dataC != c.Buffer && beta != 0)
                CompactCopies.Read(c, index, dataC);
            Provider.MatrixMultiplyWithUpdate(
                Operation(b), Operation(a), 1f, dataB, b.Columns, b.Rows, dataA, a.Columns, a.Rows, beta, dataC);
            if (dataC != c.Buffer)
                CompactCopies.Write(dataC, c, index);
        }
    }

    /// <summary>
    /// Copies a matrix of the batch unless the provider reads the operand in place, or the copy already holds the one matrix of all
    /// products.
    /// </summary>
    private static void Read(in MatrixOperand operand, int index, float[] data)
    {
        if (data != operand.Buffer && (index == 0 || operand.BatchStride > 0))
            CompactCopies.Read(operand, index, data);
    }

    private static bool IsWhole(in MatrixOperand operand, int batch) =>
        operand.Offset == 0 && (operand.RowStride == operand.Columns || operand.Rows == 1)
        && (batch == 1 || operand.BatchStride == 0) && operand.Extent == operand.Buffer.Length;

    private static Transpose Operation(in MatrixOperand operand) => operand.IsTransposed ? Transpose.Transpose : Transpose.DontTranspose;
}
