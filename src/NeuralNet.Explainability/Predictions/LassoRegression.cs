using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>
/// Coordinate descent: each coefficient in turn is set to its best value, others held, which is a soft threshold. Friedman, Hastie
/// and Tibshirani, "Regularization paths for generalized linear models via coordinate descent", 2010.
/// </summary>
internal sealed class LassoRegression(double penalty) : LocalRegression
{
    private const int MostRounds = 1000;
    private const double Tolerance = 1e-10;

    internal override double[] Solve(Matrix<double> gram, double[] xy, double totalWeight)
    {
        double threshold = penalty * totalWeight;
        double[] coefficients = new double[xy.Length];
        for (int round = 0; round < MostRounds; round++)
        {
            double greatestChange = 0, greatest = 0;
            for (int i = 0; i < coefficients.Length; i++)
            {
                double square = gram[i, i];
                if (square <= 0)
                    continue;
                double pull = xy[i] + square * coefficients[i];
                for (int k = 0; k < coefficients.Length; k++)
                    pull -= gram[k, i] * coefficients[k];
                double best = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - threshold) / square;
                greatestChange = Math.Max(greatestChange, Math.Abs(best - coefficients[i]));
                greatest = Math.Max(greatest, Math.Abs(best));
                coefficients[i] = best;
            }

            if (greatestChange <= Tolerance * greatest)
                break;
        }

        return coefficients;
    }
}
