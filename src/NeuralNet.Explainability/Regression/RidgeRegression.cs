namespace NeuralNet.Explainability;

/// <summary>
/// (XᵀWX + penalty·I)·β = XᵀWy. A penalty that rounding would cancel is raised to 10⁻¹² of the maximum Σ w·x², so that there is a solution,
/// the one of minimum norm, if there are fewer rows than features; equations that are not formed raise the penalty further.
/// </summary>
internal sealed class RidgeRegression(double penalty) : LocalRegression
{
    /// <summary>Returns whether the penalty keeps the equations far from singular; a tiny one does not.</summary>
    internal override bool IsSafeInSinglePrecision(int rows) => penalty >= 1e-5 * rows;

    internal override double[] Solve(NormalEquations equations, CancellationToken cancellationToken) =>
        equations.SolveRidge(Math.Max(penalty, 1e-12 * equations.Diagonal.Max()), cancellationToken);
}
