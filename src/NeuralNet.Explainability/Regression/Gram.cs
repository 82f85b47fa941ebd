using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>XᵀX by the library's matrix kernels.</summary>
internal static class Gram
{
    /// <summary>
    /// Up to this many columns XᵀX is formed, and solved by Cholesky's decomposition; it grows with the square of the columns. From
    /// there on it is known by its products alone.
    /// </summary>
    public const int MostColumns = 128;

    /// <param name="x">X by columns, one after the other; what is behind them is not looked at.</param>
    /// <param name="rows">The rows of X.</param>
    /// <param name="columns">The columns of X.</param>
    public static double[] OfColumns(double[] x, int rows, int columns)
    {
        double[] gram = new double[columns * columns];
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.Transpose, Transpose.DontTranspose, 1.0, x, rows, columns, x, rows, columns, 0.0, gram);
        return gram;
    }

    /// <inheritdoc cref="OfColumns(double[], int, int)"/>
    public static float[] OfColumns(float[] x, int rows, int columns)
    {
        float[] gram = new float[columns * columns];
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.Transpose, Transpose.DontTranspose, 1f, x, rows, columns, x, rows, columns, 0f, gram);
        return gram;
    }

    /// <inheritdoc cref="OfColumns(double[], int, int)"/>
    /// <param name="x">X by rows, one after the other.</param>
    public static double[] OfRows(double[] x, int rows, int columns)
    {
        // Row-major X is column-major Xᵀ, so that the provider forms Xᵀ·(Xᵀ)ᵀ.
        double[] gram = new double[columns * columns];
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.Transpose, 1.0, x, columns, rows, x, columns, rows, 0.0, gram);
        return gram;
    }

    /// <summary>Solves A·x = b for a symmetric positive definite A.</summary>
    public static double[] Solve(double[] a, double[] b) => Matrix<double>.Build.Dense(b.Length, b.Length, a)
        .Cholesky().Solve(Vector<double>.Build.Dense(b)).ToArray();
}
