using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Explainability;

/// <summary>
/// The values φ that fit the worths of coalitions best, Σ w·(v(∅) + Σ_{i∈S} φᵢ − v(S))², and sum exactly to v(all) − v(∅): the last
/// player's value is put into terms of the others', and theirs are found by weighted least squares.
/// </summary>
internal static class ShapleyRegression
{
    public static (double[] Values, double[] StandardErrors) Fit(
        CoalitionSample sample, ReadOnlySpan<double> worths, double empty, double all)
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

        double[] values = new double[sample.Players];
        double[] others = LeastSquares.Gram(x, last).Cholesky().Solve(TransposeTimes(x, y, last)).AsArray();
        others.CopyTo(values, 0);
        values[last] = all - empty - others.Sum();
        return (values, StandardErrors(sample, x, y, others));
    }

    /// <summary>
    /// How far the values would spread over other draws: each drawn pair moves them by A⁻¹·Σ w·x·residual, and the variance is that of
    /// a sum of independent pairs. A is taken as its expectation, c·(I + 11ᵀ), which the kernel's symmetry gives and whose inverse is
    /// (I − 11ᵀ/n)/c. The errors are 0 if every coalition was asked for.
    /// </summary>
    private static double[] StandardErrors(CoalitionSample sample, double[] x, double[] y, double[] others)
    {
        int players = sample.Players, last = players - 1, pairs = (sample.Count - sample.FirstDrawn) / 2;
        double[] sums = new double[players], squares = new double[players], move = new double[players];
        if (pairs < 2)
            return sums;
        double curvature = TensorPrimitives.SumOfSquares<double>(x) / (2 * last);
        for (int pair = 0; pair < pairs; pair++)
        {
            Span<double> score = move.AsSpan(0, last);
            score.Clear();
            for (int i = sample.FirstDrawn + 2 * pair; i < sample.FirstDrawn + 2 * pair + 2; i++)
            {
                ReadOnlySpan<double> line = x.AsSpan(i * last, last);
                TensorPrimitives.MultiplyAdd(line, y[i] - TensorPrimitives.Dot(line, others), score, score);
            }

            TensorPrimitives.Subtract(score, TensorPrimitives.Sum<double>(score) / players, score);
            move[last] = -TensorPrimitives.Sum<double>(score);
            TensorPrimitives.Add(sums, move, sums);
            TensorPrimitives.MultiplyAdd(move, move, squares, squares);
        }

        double correction = (double)pairs / (pairs - 1);
        return [.. sums.Zip(squares, (sum, square) => Math.Sqrt(Math.Max(0, square - sum * sum / pairs) * correction) / curvature)];
    }

    private static Vector<double> TransposeTimes(double[] x, double[] y, int columns)
    {
        double[] product = new double[columns];
        for (int i = 0; i < y.Length; i++)
            TensorPrimitives.MultiplyAdd(x.AsSpan(i * columns, columns), y[i], product, product);
        return Vector<double>.Build.Dense(product);
    }
}
