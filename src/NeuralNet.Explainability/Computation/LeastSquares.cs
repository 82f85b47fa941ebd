using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>The products of least squares, in double, by the library's matrix kernels.</summary>
internal static class LeastSquares
{
    /// <summary>XᵀX of a row-major matrix of many rows.</summary>
    public static Matrix<double> Gram(double[] x, int columns)
    {
        // Row-major X is column-major Xᵀ, so that the provider forms Xᵀ·(Xᵀ)ᵀ.
        var gram = new double[columns * columns];
        int rows = x.Length / columns;
        Compute.Provider.MatrixMultiplyWithUpdate(
            Transpose.DontTranspose, Transpose.Transpose, 1.0, x, columns, rows, x, columns, rows, 0.0, gram);
        return Matrix<double>.Build.Dense(columns, columns, gram);
    }
}
