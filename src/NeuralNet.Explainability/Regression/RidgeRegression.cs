namespace NeuralNet.Explainability;

/// <summary>(XᵀWX + penalty·I)·β = XᵀWy.</summary>
internal sealed class RidgeRegression(double penalty) : LocalRegression
{
    /// <summary>The penalty holds the equations far from singular; a tiny one does not.</summary>
    internal override bool IsSafeInSinglePrecision(int rows) => penalty >= 1e-5 * rows;

    internal override double[] Solve(NormalEquations equations, CancellationToken cancellationToken) =>
        equations.SolveRidge(penalty, cancellationToken);
}
