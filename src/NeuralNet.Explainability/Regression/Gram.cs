using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>XᵀX by the library's matrix products, and equations that it is the matrix of.</summary>
internal static class Gram
{
    /// <summary>The number of columns of XᵀX that are formed at a time.</summary>
    private const int BlockColumns = 48;

    /// <summary>
    /// Adds XᵀX to the upper triangle of a matrix; what lies below it has no meaning until <see cref="Mirror"/> is called.
    /// </summary>
    /// <param name="x">X row by row; what lies behind X is not read.</param>
    /// <param name="rows">The number of rows of X.</param>
    /// <param name="columns">The number of columns of X.</param>
    /// <param name="gram">The matrix, columns × columns.</param>
    public static void AddUpper(float[] x, int rows, int columns, float[] gram)
    {
        for (int first = 0; first < columns; first += BlockColumns)
        {
            int count = Math.Min(BlockColumns, columns - first), end = first + count;
            MatrixProduct.Multiply(
                new MatrixOperand(x, 0, rows, end, columns, IsTransposed: true), new MatrixOperand(x, first, rows, count, columns),
                new MatrixOperand(gram, first, end, count, columns), beta: 1);
        }
    }

    /// <summary>Copies the upper triangle of a symmetric matrix to the lower.</summary>
    public static void Mirror<T>(T[] upper, int columns)
    {
        for (int i = 1; i < columns; i++)
        {
            for (int k = 0; k < i; k++)
                upper[i * columns + k] = upper[k * columns + i];
        }
    }

    /// <summary>Returns XᵀX in double precision.</summary>
    /// <inheritdoc cref="AddUpper"/>
    public static double[] Of(double[] x, int rows, int columns)
    {
        double[] gram = new double[columns * columns];
        // Row-major X is the provider's column-major Xᵀ.
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.Transpose, 1.0, x, columns, rows, x, columns, rows, 0.0, gram);
        return gram;
    }

    /// <summary>Solves A·x = b for a symmetric positive definite A.</summary>
    public static double[] Solve(double[] a, double[] b) => Matrix<double>.Build.Dense(b.Length, b.Length, a)
        .Cholesky().Solve(Vector<double>.Build.Dense(b)).ToArray();
}
