using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>One product: its sizes, transpositions and factors, and operands filled with small whole numbers.</summary>
/// <remarks>
/// Sums of small whole numbers are exact in any order, so that kernels are compared with the textbook for equality, not within a
/// tolerance that hides mistakes.
/// </remarks>
internal sealed class ProductCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ProductCase(int rows, int columns, int depth, bool transposeA, bool transposeB, T alpha, T beta)
    {
        (Rows, Columns, Depth) = (rows, columns, depth);
        (TransposeA, TransposeB) = (transposeA, transposeB);
        (Alpha, Beta) = (alpha, beta);
        (RowsA, ColumnsA) = transposeA ? (depth, rows) : (rows, depth);
        (RowsB, ColumnsB) = transposeB ? (columns, depth) : (depth, columns);
        A = Whole(rows * depth, 1);
        B = Whole(depth * columns, 2);
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Depth { get; }

    public bool TransposeA { get; }

    public bool TransposeB { get; }

    public T Alpha { get; }

    public T Beta { get; }

    public int RowsA { get; }

    public int ColumnsA { get; }

    public int RowsB { get; }

    public int ColumnsB { get; }

    public T[] A { get; init; }

    public T[] B { get; init; }

    public T ElementOfA(int i, int p) => TransposeA ? A[p + (i * RowsA)] : A[i + (p * RowsA)];

    public T ElementOfB(int p, int j) => TransposeB ? B[j + (p * RowsB)] : B[p + (j * RowsB)];

    /// <summary>Returns the initial C: NaN if it must not be read, otherwise whole numbers.</summary>
    public T[] InitialC()
    {
        if (Beta != T.Zero)
            return Whole(Rows * Columns, 3);
        var c = new T[Rows * Columns];
        Array.Fill(c, T.NaN);
        return c;
    }

    public void Run(ILinearAlgebraProvider<T> provider, T[] c) => provider.MatrixMultiplyWithUpdate(
        Operation(TransposeA), Operation(TransposeB), Alpha, A, RowsA, ColumnsA, B, RowsB, ColumnsB, Beta, c);

    public override string ToString() =>
        $"{typeof(T).Name} {Rows}×{Columns}×{Depth} {(TransposeA ? "T" : "N")}{(TransposeB ? "T" : "N")} alpha {Alpha} beta {Beta}";

    private static Transpose Operation(bool transpose) => transpose ? Transpose.Transpose : Transpose.DontTranspose;

    private static T[] Whole(int length, int seed)
    {
        var values = new T[length];
        for (int i = 0; i < length; i++)
            values[i] = T.CreateChecked((int)((uint)((i + seed) * 2654435761) >> 8) % 5 - 2);
        return values;
    }
}
