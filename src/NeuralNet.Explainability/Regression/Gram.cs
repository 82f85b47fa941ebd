using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>XᵀX by the library's matrix kernels. Row-major X is column-major Xᵀ, so that the provider forms Xᵀ·(Xᵀ)ᵀ.</summary>
internal static class Gram
{
    /// <param name="x">X row by row; what is behind it is not looked at.</param>
    /// <param name="rows">The rows of X.</param>
    /// <param name="columns">The columns of X.</param>
    public static double[] OfRows(double[] x, int rows, int columns)
    {
        double[] gram = new double[columns * columns];
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.Transpose, 1.0, x, columns, rows, x, columns, rows, 0.0, gram);
        return gram;
    }

    /// <inheritdoc cref="OfRows(double[], int, int)"/>
    public static float[] OfRows(float[] x, int rows, int columns)
    {
        float[] gram = new float[columns * columns];
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.Transpose, 1f, x, columns, rows, x, columns, rows, 0f, gram);
        return gram;
    }

    /// <summary>Solves A·x = b for a symmetric positive definite A.</summary>
    public static double[] Solve(double[] a, double[] b) => Matrix<double>.Build.Dense(b.Length, b.Length, a)
        .Cholesky().Solve(Vector<double>.Build.Dense(b)).ToArray();
}
