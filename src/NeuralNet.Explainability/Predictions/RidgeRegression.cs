using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>(XᵀX + penalty·I)·β = Xᵀy, by Cholesky's decomposition.</summary>
internal sealed class RidgeRegression(double penalty) : LocalRegression
{
    internal override double[] Solve(Matrix<double> gram, double[] xy, double totalWeight)
    {
        Matrix<double> penalized = gram.Clone();
        for (int i = 0; i < xy.Length; i++)
            penalized[i, i] += penalty;
        return penalized.Cholesky().Solve(Vector<double>.Build.Dense(xy)).ToArray();
    }
}
