using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>A linear model fitted to weighted rows: y ≈ intercept + Σ coefficientᵢ·xᵢ.</summary>
/// <param name="Coefficients">One for each column; 0 for a column that does not vary.</param>
/// <param name="Intercept">The value at x = 0; it is not penalized.</param>
/// <param name="Fidelity">The weighted R²: 1 − Σ w·(y − fit)²/Σ w·(y − mean)²; 1 if y does not vary.</param>
internal sealed record LocalModel(double[] Coefficients, double Intercept, double Fidelity)
{
    public static LocalModel Fit(NormalEquations equations, LocalRegression regression, CancellationToken cancellationToken = default)
    {
        double[] coefficients = regression.Solve(equations, cancellationToken), product = new double[coefficients.Length];
        equations.Multiply(coefficients, product);
        double explained = 2 * TensorPrimitives.Dot<double>(coefficients, equations.XY)
            - TensorPrimitives.Dot<double>(coefficients, product);
        return new LocalModel(
            coefficients, equations.MeanY - TensorPrimitives.Dot<double>(coefficients, equations.Means),
            equations.Variation > 0 ? explained / equations.Variation : 1);
    }
}
