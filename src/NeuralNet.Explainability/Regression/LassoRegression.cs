using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Coordinate descent: each coefficient in turn is set to its best value, others held, which is a soft threshold. Columns of XᵀWX are
/// asked for only when a coefficient leaves 0. Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models
/// via coordinate descent", 2010.
/// </summary>
internal sealed class LassoRegression(double penalty) : LocalRegression
{
    private const int MostRounds = 1000;
    private const double Tolerance = 1e-10;

    internal override bool IsSafeInSinglePrecision(int rows) => penalty >= 1e-4;

    internal override double[] Solve(NormalEquations equations, CancellationToken cancellationToken)
    {
        double threshold = penalty * equations.TotalWeight;
        double[] coefficients = new double[equations.Columns], pulls = [.. equations.XY];
        double[]?[] columns = new double[]?[equations.Columns];
        for (int round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double greatestChange = 0, greatest = 0;
            for (int i = 0; i < coefficients.Length; i++)
            {
                double square = equations.Diagonal[i];
                if (square == 0)
                    continue;
                double pull = pulls[i] + square * coefficients[i];
                double best = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - threshold) / square, change = best - coefficients[i];
                greatest = Math.Max(greatest, Math.Abs(best));
                if (change == 0)
                    continue;
                greatestChange = Math.Max(greatestChange, Math.Abs(change));
                coefficients[i] = best;
                if (columns[i] is null)
                    cancellationToken.ThrowIfCancellationRequested();
                // pulls = XᵀW(y − X·β) is kept up to date.
                TensorPrimitives.MultiplyAdd(columns[i] ??= equations.Column(i), -change, pulls, pulls);
            }

            if (greatestChange <= Tolerance * greatest)
                break;
        }

        return coefficients;
    }
}
