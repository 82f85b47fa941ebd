using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Coordinate descent: each coefficient in turn is set to its optimum with the others fixed, which is a soft threshold. Columns of XᵀWX are
/// computed only when a coefficient leaves 0. Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models
/// via coordinate descent", 2010.
/// </summary>
internal sealed class LassoRegression(double penalty) : LocalRegression
{
    private const int MaxRounds = 1000;
    private const double Tolerance = 1e-10;

    internal override bool IsSafeInSinglePrecision(int rows) => penalty >= 1e-4;

    internal override double[] Solve(NormalEquations equations, CancellationToken cancellationToken)
    {
        double threshold = penalty * equations.TotalWeight;
        double[] coefficients = new double[equations.Columns], pulls = [.. equations.XY];
        double[]?[] columns = new double[]?[equations.Columns];
        for (int round = 0; round < MaxRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double maxChange = 0, maximum = 0;
            for (int i = 0; i < coefficients.Length; i++)
            {
                double square = equations.Diagonal[i];
                if (square == 0)
                    continue;
                double pull = pulls[i] + square * coefficients[i];
                double best = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - threshold) / square, change = best - coefficients[i];
                maximum = Math.Max(maximum, Math.Abs(best));
                if (change == 0)
                    continue;
                maxChange = Math.Max(maxChange, Math.Abs(change));
                coefficients[i] = best;
                if (columns[i] is null)
                    cancellationToken.ThrowIfCancellationRequested();
                // pulls = XᵀW(y − X·β) is kept up to date.
                TensorPrimitives.MultiplyAdd(columns[i] ??= equations.Column(i), -change, pulls, pulls);
            }

            if (maxChange <= Tolerance * maximum)
                break;
        }

        return coefficients;
    }
}
