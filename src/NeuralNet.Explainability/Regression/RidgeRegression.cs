namespace NeuralNet.Explainability;

/// <summary>(XᵀWX + penalty·I)·β = XᵀWy.</summary>
internal sealed class RidgeRegression(double penalty) : LocalRegression
{
    internal override double[] Solve(NormalEquations equations, CancellationToken cancellationToken) =>
        equations.SolveRidge(penalty, cancellationToken);
}
