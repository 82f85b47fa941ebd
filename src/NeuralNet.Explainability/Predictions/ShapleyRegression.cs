using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The values φ that fit the worths of coalitions best, Σ w·(v(∅) + Σ_{i∈S} φᵢ − v(S))², and sum exactly to v(all) − v(∅).
/// </summary>
/// <remarks>
/// With φ = (v(all) − v(∅))/n + ψ, where Σ ψ = 0, and z the coalition's zeros and ones less their mean s/n, these are the normal
/// equations Σ w·z·zᵀ·ψ = Σ w·z·y, y = v(S) − v(∅) − (s/n)·(v(all) − v(∅)). The coalitions of a whole size add a multiple of the
/// identity; so if all are asked for, nothing is left to solve. A pair of complements has z and −z, so that one of it is enough.
/// </remarks>
internal sealed class ShapleyRegression
{
    private const int PairsPerBlock = 128;
    private const double Tolerance = 1e-8;

    private readonly CoalitionSample sample;
    private readonly int players, pairs;
    private readonly double pairWeight;

    private ShapleyRegression(CoalitionSample sample)
    {
        this.sample = sample;
        players = sample.Players;
        pairs = (sample.Count - sample.FirstDrawn) / 2;
        pairWeight = pairs > 0 ? 2 * sample.Weight(sample.FirstDrawn) : 0;
    }

    public static (double[] Values, double[] StandardErrors) Fit(
        CoalitionSample sample, ReadOnlySpan<double> worths, double empty, double all, CancellationToken cancellationToken)
    {
        double[] y = new double[sample.Count];
        for (int i = 0; i < y.Length; i++)
            y[i] = worths[i] - empty - (double)sample.Size(i) / sample.Players * (all - empty);
        var regression = new ShapleyRegression(sample);
        double[] deviations = regression.Solve(regression.RightSide(y), cancellationToken);
        double[] values = new double[sample.Players];
        TensorPrimitives.Add(deviations, (all - empty) / sample.Players, values);
        return (values, regression.StandardErrors(y, deviations));
    }

    /// <summary>Σ w·z·y.</summary>
    private double[] RightSide(double[] y)
    {
        double[] sum = new double[players], row = new double[players];
        for (int i = 0; i < sample.FirstDrawn; i++)
            AddRow(i, sample.Weight(i) * y[i], row, sum);
        for (int pair = 0; pair < pairs; pair++)
            AddRow(First(pair), pairWeight / 2 * (y[First(pair)] - y[First(pair) + 1]), row, sum);
        Center(sum);
        return sum;
    }

    private double[] Solve(double[] b, CancellationToken cancellationToken)
    {
        double[] solution = new double[players];
        if (pairs == 0)
            TensorPrimitives.Divide(b, sample.WholeCurvature, solution);
        else if (players <= Gram.MostColumns)
            solution = Gram.Solve(FormMatrix(), b);
        else
            solution = ConjugateGradients.Solve(Multiply, DiagonalOfMatrix(), b, Tolerance, cancellationToken);
        Center(solution);
        return solution;
    }

    /// <summary>The matrix, on vectors that sum to 0; others it does not meet.</summary>
    private double[] FormMatrix()
    {
        double[][] parts = new double[(pairs + PairsPerBlock - 1) / PairsPerBlock][];
        Blocks.Run(parts.Length, Run.Silent, block =>
        {
            int first = block * PairsPerBlock, count = Math.Min(PairsPerBlock, pairs - first);
            double[] rows = new double[count * players];
            for (int i = 0; i < count; i++)
            {
                Span<double> row = rows.AsSpan(i * players, players);
                BinaryRows.Expand(BinaryRows.Bytes(sample[First(first + i)]), row);
                TensorPrimitives.Subtract(row, Mean(first + i), row);
            }

            parts[block] = Gram.OfRows(rows, count, players);
        });
        double[] matrix = new double[players * players];
        foreach (double[] part in parts)
            TensorPrimitives.MultiplyAdd(part, pairWeight, matrix, matrix);
        for (int i = 0; i < players; i++)
            matrix[i * (players + 1)] += sample.WholeCurvature;
        return matrix;
    }

    /// <summary>The matrix times a vector that sums to 0.</summary>
    private void Multiply(double[] p, double[] product)
    {
        double[][] sums = new double[(pairs + PairsPerBlock - 1) / PairsPerBlock][];
        Blocks.Run(sums.Length, Run.Silent, block =>
        {
            double[] sum = new double[players], row = new double[players];
            for (int pair = block * PairsPerBlock; pair < Math.Min(pairs, (block + 1) * PairsPerBlock); pair++)
            {
                BinaryRows.Expand(BinaryRows.Bytes(sample[First(pair)]), row);
                TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot<double>(row, p), sum, sum);
            }

            sums[block] = sum;
        });
        Array.Clear(product);
        foreach (double[] sum in sums)
            TensorPrimitives.Add(product, sum, product);
        TensorPrimitives.Multiply(product, pairWeight, product);
        TensorPrimitives.MultiplyAdd(p, sample.WholeCurvature, product, product);
        Center(product);
    }

    /// <summary>The same for all players, so that the steps stay among vectors that sum to 0.</summary>
    private double[] DiagonalOfMatrix() => [.. Enumerable.Repeat(1.0, players)];

    /// <summary>
    /// How far the values would spread over other draws: each drawn pair moves them by A⁻¹·Σ w·z·residual, and the variance is that of
    /// a sum of independent pairs. A is taken as its expectation, a multiple of the identity. The errors are 0 if every coalition was
    /// asked for.
    /// </summary>
    private double[] StandardErrors(double[] y, double[] deviations)
    {
        double[] sums = new double[players], squares = new double[players], row = new double[players];
        if (pairs < 2)
            return sums;
        for (int pair = 0; pair < pairs; pair++)
        {
            int first = First(pair);
            BinaryRows.Expand(BinaryRows.Bytes(sample[first]), row);
            double mean = Mean(pair), fit = TensorPrimitives.Dot<double>(row, deviations);
            double score = pairWeight / 2 * (y[first] - y[first + 1] - 2 * fit);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.Multiply(row, score, row);
            TensorPrimitives.Add(sums, row, sums);
            TensorPrimitives.MultiplyAdd(row, row, squares, squares);
        }

        double curvature = sample.WholeCurvature;
        for (int pair = 0; pair < pairs; pair++)
            curvature += pairWeight * CoalitionSample.Curvature(players, sample.Size(First(pair)));
        double correction = (double)pairs / (pairs - 1);
        return [.. sums.Zip(squares, (sum, square) => Math.Sqrt(Math.Max(0, square - sum * sum / pairs) * correction) / curvature)];
    }

    private int First(int pair) => sample.FirstDrawn + 2 * pair;

    private double Mean(int pair) => (double)sample.Size(First(pair)) / players;

    private void AddRow(int coalition, double factor, double[] row, double[] sum)
    {
        BinaryRows.Expand(BinaryRows.Bytes(sample[coalition]), row);
        TensorPrimitives.MultiplyAdd(row, factor, sum, sum);
    }

    /// <summary>Takes the mean out, which turns sums over zeros and ones into sums over z.</summary>
    private static void Center(double[] values) =>
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);
}
