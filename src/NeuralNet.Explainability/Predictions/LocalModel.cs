using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>A linear model fitted to weighted rows: y ≈ intercept + Σ coefficientᵢ·xᵢ.</summary>
/// <param name="Coefficients">One for each column; 0 for a column that does not vary.</param>
/// <param name="Intercept">The value where all x are 0.</param>
/// <param name="Fidelity">The weighted R²: 1 − Σ w·(y − fit)²/Σ w·(y − mean)²; 1 if y does not vary.</param>
internal sealed record LocalModel(double[] Coefficients, double Intercept, double Fidelity)
{
    /// <summary>The intercept is not penalized: means are taken out first, and put back into it.</summary>
    public static LocalModel Fit(double[] design, double[] y, double[] weights, LocalRegression regression)
    {
        int columns = design.Length / y.Length;
        double total = TensorPrimitives.Sum<double>(weights);
        double[] means = new double[columns];
        for (int i = 0; i < y.Length; i++)
            TensorPrimitives.MultiplyAdd(design.AsSpan(i * columns, columns), weights[i] / total, means, means);
        double mean = TensorPrimitives.Dot<double>(weights, y) / total;

        double[] x = new double[design.Length], xy = new double[columns];
        double variation = 0;
        for (int i = 0; i < y.Length; i++)
        {
            Span<double> line = x.AsSpan(i * columns, columns);
            TensorPrimitives.Subtract(design.AsSpan(i * columns, columns), means, line);
            TensorPrimitives.MultiplyAdd(line, weights[i] * (y[i] - mean), xy, xy);
            TensorPrimitives.Multiply(line, Math.Sqrt(weights[i]), line);
            variation += weights[i] * (y[i] - mean) * (y[i] - mean);
        }

        Matrix<double> gram = LeastSquares.Gram(x, columns);
        double[] coefficients = regression.Solve(gram, xy, total);
        double fitted = 2 * TensorPrimitives.Dot<double>(coefficients, xy)
            - Vector<double>.Build.Dense(coefficients).DotProduct(gram * Vector<double>.Build.Dense(coefficients));
        return new LocalModel(
            coefficients, mean - TensorPrimitives.Dot<double>(coefficients, means), variation > 0 ? fitted / variation : 1);
    }
}
