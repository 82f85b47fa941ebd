using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Aot;

/// <summary>Uses MathNet's matrices with the providers of this library, and the solvers that the providers forward to MathNet.</summary>
internal static class MathNetProviders
{
    public static void Run()
    {
        LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();
        MultiplyAndSolve();
        if (BlasLinearAlgebraProvider.TryCreate(out BlasLinearAlgebraProvider? blas))
        {
            LinearAlgebraControl.Provider = blas;
            MultiplyAndSolve();
            Compute.Provider = blas;
            Data.TrainedOnClouds();
        }

        Matrix<float> matrix = Matrix<float>.Build.Dense(2, 3, (row, column) => 10 * row + column);
        Require.SameBits(new float[,] { { 0, 1, 2 }, { 10, 11, 12 } }, matrix);
    }

    private static void MultiplyAndSolve()
    {
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(new double[,] { { 4, 1 }, { 2, 3 } });
        Matrix<double> product = a * a;
        Require.Equal(18, product[0, 0]);
        Require.Equal(11, product[1, 1]);
        Vector<double> solution = a.Solve(Vector<double>.Build.Dense([1, 2]));
        Require.Equal(0.1, solution[0], 1e-12);
        Require.Equal(0.6, solution[1], 1e-12);
        Require.Equal(10, a.Determinant(), 1e-12);
        Require.Equal(7, a.Evd().EigenValues.Select(value => value.Real).Sum(), 1e-12);
    }
}
