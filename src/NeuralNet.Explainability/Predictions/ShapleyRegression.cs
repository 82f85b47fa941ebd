using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>
/// The values φ that fit the worths of coalitions best, Σ w·(v(∅) + Σ_{i∈S} φᵢ − v(S))², and sum exactly to v(all) − v(∅): the last
/// player's value is put into terms of the others', and theirs are found by weighted least squares.
/// </summary>
internal static class ShapleyRegression
{
    public static (double[] Values, double[] StandardErrors) Fit(CoalitionSample sample, ReadOnlySpan<double> worths, double empty, double all)
    {
        int last = sample.Players - 1;
        double[] x = new double[sample.Count * last], y = new double[sample.Count];
        for (int i = 0; i < sample.Count; i++)
        {
            double root = Math.Sqrt(sample.Weight(i));
            ReadOnlySpan<bool> members = sample[i];
            int lastIn = members[last] ? 1 : 0;
            for (int player = 0; player < last; player++)
                x[i * last + player] = root * ((members[player] ? 1 : 0) - lastIn);
            y[i] = root * (worths[i] - empty - lastIn * (all - empty));
        }

        Matrix<double> inverse = LeastSquares.Gram(x, last).Cholesky().Solve(Matrix<double>.Build.DenseIdentity(last));
        double[] values = new double[sample.Players];
        Vector<double> others = inverse * TransposeTimes(x, y, last);
        others.AsArray().CopyTo(values, 0);
        values[last] = all - empty - others.Sum();
        return (values, StandardErrors(sample, x, y, others.AsArray(), inverse));
    }

    /// <summary>
    /// How far the values would spread over other draws: each drawn pair moves them by A⁻¹·Σ w·x·residual, and the variance is that of
    /// a sum of independent pairs. It is 0 if every coalition was asked for.
    /// </summary>
    private static double[] StandardErrors(CoalitionSample sample, double[] x, double[] y, double[] values, Matrix<double> inverse)
    {
        double[] errors = new double[sample.Players];
        int last = sample.Players - 1, pairs = (sample.Count - sample.FirstDrawn) / 2;
        if (pairs < 2)
            return errors;
        double[] scores = new double[pairs * last];
        for (int i = sample.FirstDrawn; i < sample.Count; i++)
        {
            ReadOnlySpan<double> line = x.AsSpan(i * last, last);
            double residual = y[i] - TensorPrimitives.Dot(line, values);
            Span<double> score = scores.AsSpan((i - sample.FirstDrawn) / 2 * last, last);
            TensorPrimitives.MultiplyAdd(line, residual, score, score);
        }

        double[] moves = LeastSquares.TimesTransposed(inverse, scores);
        for (int player = 0; player <= last; player++)
        {
            double sum = 0, squares = 0;
            for (int pair = 0; pair < pairs; pair++)
            {
                ReadOnlySpan<double> move = moves.AsSpan(pair * last, last);
                double own = player < last ? move[player] : -TensorPrimitives.Sum(move);
                sum += own;
                squares += own * own;
            }

            errors[player] = Math.Sqrt(Math.Max(0, squares - sum * sum / pairs) * pairs / (pairs - 1));
        }

        return errors;
    }

    private static Vector<double> TransposeTimes(double[] x, double[] y, int columns)
    {
        double[] product = new double[columns];
        for (int i = 0; i < y.Length; i++)
            TensorPrimitives.MultiplyAdd(x.AsSpan(i * columns, columns), y[i], product, product);
        return Vector<double>.Build.Dense(product);
    }
}
