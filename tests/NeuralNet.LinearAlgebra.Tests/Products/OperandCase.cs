namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>A batch of products of strided operands, with guard values outside of the operands.</summary>
/// <remarks>Operands hold small whole numbers, whose sums are exact in any order; beside them an input has NaN and C has a guard.</remarks>
internal sealed class OperandCase
{
    private const float Guard = 77;

    private OperandCase(MatrixOperand a, MatrixOperand b, MatrixOperand c, float beta, int batch) =>
        (A, B, C, Beta, Batch) = (a, b, c, beta, batch);

    public MatrixOperand A { get; }

    public MatrixOperand B { get; }

    public MatrixOperand C { get; }

    public float Beta { get; }

    public int Batch { get; }

    /// <summary>Creates a case with random transpositions, offsets, strides, beta and batch.</summary>
    public static OperandCase Draw(Random random, int rows, int columns, int depth, int maxBatch = 4)
    {
        int batch = random.Next(1, maxBatch + 1);
        bool transposeA = random.Next(2) == 0, transposeB = random.Next(2) == 0;
        float beta = random.Next(4) switch { 0 => 1, 1 => 0.5f, _ => 0 };
        MatrixOperand a = transposeA ? Input(random, depth, rows, true, batch) : Input(random, rows, depth, false, batch);
        MatrixOperand b = transposeB ? Input(random, columns, depth, true, batch) : Input(random, depth, columns, false, batch);
        MatrixOperand c = Result(random, rows, columns, batch, beta);
        return new OperandCase(a, b, c, beta, batch);
    }

    /// <summary>Computes the batch by three loops from the current C, and returns the expected content of the whole buffer.</summary>
    public float[] Expected()
    {
        float[] expected = [.. C.Buffer];
        for (int i = 0; i < Batch; i++)
        {
            for (int row = 0; row < C.Rows; row++)
            {
                for (int column = 0; column < C.Columns; column++)
                {
                    double sum = 0;
                    for (int p = 0; p < (A.IsTransposed ? A.Rows : A.Columns); p++)
                        sum += (double)Element(A, i, row, p) * Element(B, i, p, column);
                    ref float element = ref expected[Index(C, i, row, column)];
                    element = (float)(sum + (Beta == 0 ? 0 : Beta * (double)element));
                }
            }
        }

        return expected;
    }

    /// <summary>Returns the first difference from the naive product anywhere in the buffer of C, or null.</summary>
    public string? Mismatch(IMatrixMultiplier multiplier)
    {
        float[] expected = Expected();
        float[] a = [.. A.Buffer], b = [.. B.Buffer];
        multiplier.Multiply(A, B, C, Beta, Batch);
        if (!a.AsSpan().SequenceEqual(A.Buffer) || !b.AsSpan().SequenceEqual(B.Buffer))
            return $"{this}: an input has changed";
        for (int i = 0; i < expected.Length; i++)
        {
            if (!C.Buffer[i].Equals(expected[i]))
                return $"{this}: element {i} of the buffer is {C.Buffer[i]}, expected {expected[i]}";
        }

        return null;
    }

    public override string ToString() => $"{Describe(A)} · {Describe(B)} -> {Describe(C)}, beta {Beta}, batch {Batch}";

    private static string Describe(MatrixOperand operand) =>
        $"{operand.Rows}×{operand.Columns}{(operand.IsTransposed ? "T" : "")} at {operand.Offset} "
        + $"rows {operand.RowStride} batch {operand.BatchStride}";

    private static float Element(MatrixOperand operand, int i, int row, int column) =>
        operand.Buffer[operand.IsTransposed ? Index(operand, i, column, row) : Index(operand, i, row, column)];

    private static int Index(MatrixOperand operand, int i, int row, int column) =>
        operand.Offset + (i * operand.BatchStride) + (row * operand.RowStride) + column;

    private static MatrixOperand Input(Random random, int rows, int columns, bool isTransposed, int batch)
    {
        // Rows that overlap, a single matrix for the whole batch, or neither.
        int rowStride = random.Next(5) == 0 ? random.Next(columns + 1) : columns + random.Next(4);
        int extent = ((Math.Max(rows, 1) - 1) * rowStride) + columns;
        int batchStride = random.Next(3) == 0 ? 0 : extent + random.Next(5);
        return Fill(random, rows, columns, rowStride, isTransposed, batchStride, batch, float.NaN, false);
    }

    private static MatrixOperand Result(Random random, int rows, int columns, int batch, float beta)
    {
        bool areSideBySide = random.Next(2) == 0;
        int distance = columns + random.Next(3);
        int rowStride = areSideBySide ? (batch * distance) + random.Next(3) : columns + random.Next(4);
        int batchStride = areSideBySide ? distance : ((Math.Max(rows, 1) - 1) * rowStride) + columns + random.Next(5);
        return Fill(random, rows, columns, rowStride, false, batchStride, batch, Guard, beta == 0);
    }

    private static MatrixOperand Fill(
        Random random, int rows, int columns, int rowStride, bool isTransposed, int batchStride, int batch, float beside, bool isUnread)
    {
        int offset = random.Next(20);
        int behind = random.Next(2) * random.Next(20);
        int length = offset + (Math.Max(rows - 1, 0) * rowStride) + ((batch - 1) * batchStride) + columns + behind;
        float[] buffer = new float[length];
        Array.Fill(buffer, beside);
        var operand = new MatrixOperand(buffer, offset, rows, columns, rowStride, isTransposed, batchStride);
        for (int i = 0; i < batch; i++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    buffer[Index(operand, i, row, column)] = isUnread ? float.NaN : random.Next(-2, 3);
            }
        }

        return operand;
    }
}
