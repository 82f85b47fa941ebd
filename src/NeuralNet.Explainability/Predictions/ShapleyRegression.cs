using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The values φ that fit the worths of coalitions best, Σ w·(v(∅) + Σ_{i∈S} φᵢ − v(S))², and sum exactly to v(all) − v(∅).
/// </summary>
/// <remarks>
/// With φ = (v(all) − v(∅))/n + ψ, where Σ ψ = 0, and z the coalition's zeros and ones less their mean s/n, these are the normal
/// equations Σ w·z·zᵀ·ψ = Σ w·z·y, y = v(S) − v(∅) − (s/n)·(v(all) − v(∅)). The coalitions of a whole size add a multiple of the
/// identity; so if all are asked for, nothing is left to solve. A pair of complements has z and −z, so that one of it is enough.
/// What is left is solved by fast products in single precision, and mended by what they miss in double.
/// </remarks>
internal sealed class ShapleyRegression
{
    private const int PairsPerPart = 256, MostRounds = 8;

    /// <summary>The greatest error of the solution, as a share of its size.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Leverages are estimates, which may come near to 1 or above: then a residual would say anything.</summary>
    private const double MostLeverage = 0.75;

    private readonly CoalitionSample sample;
    private readonly int players, pairs;
    private readonly double pairWeight;
    private readonly BinaryMatrix[] parts;

    private ShapleyRegression(CoalitionSample sample)
    {
        this.sample = sample;
        players = sample.Players;
        pairs = (sample.Count - sample.FirstDrawn) / 2;
        pairWeight = pairs > 0 ? 2 * sample.Weight(sample.FirstDrawn) : 0;
        parts = new BinaryMatrix[(pairs + PairsPerPart - 1) / PairsPerPart];
        Blocks.Run(parts.Length, Run.Silent, part => parts[part] = MakePart(part));
    }

    public static (double[] Values, double[]? StandardErrors) Fit(
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

    private BinaryMatrix MakePart(int part)
    {
        var rows = new BinaryMatrix(Math.Min(PairsPerPart, pairs - part * PairsPerPart), players);
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<uint> members = sample[First(part * PairsPerPart + row)];
            for (int word = 0; word < members.Length; word++)
                rows.Word(row, word) = members[word];
        }

        rows.Transpose();
        return rows;
    }

    /// <summary>Σ w·z·y.</summary>
    private double[] RightSide(double[] y)
    {
        double[] sum = new double[players];
        for (int i = 0; i < sample.FirstDrawn; i++)
            sample.Add(i, sample.Weight(i) * y[i], sum);
        for (int pair = 0; pair < pairs; pair++)
            sample.Add(First(pair), pairWeight / 2 * (y[First(pair)] - y[First(pair) + 1]), sum);
        Center(sum);
        return sum;
    }

    private double[] Solve(double[] b, CancellationToken cancellationToken)
    {
        double[] solution = new double[players];
        if (pairs == 0)
            TensorPrimitives.Divide(b, sample.WholeCurvature, solution);
        else
            SolveInRounds(b, solution, cancellationToken);
        Center(solution);
        return solution;
    }

    /// <summary>
    /// Each round solves for what the one before left, which single precision cannot see. All eigenvalues of the matrix are at least
    /// the curvature of the whole sizes, so that the error is at most what is left divided by it.
    /// </summary>
    private void SolveInRounds(double[] b, double[] solution, CancellationToken cancellationToken)
    {
        double[] left = [.. b], product = new double[players], ones = [.. Enumerable.Repeat(1.0, players)];
        double size = TensorPrimitives.Norm<double>(b), limit = Tolerance * size;
        for (int round = 0; round < MostRounds && size > limit; round++)
        {
            double[] step = ConjugateGradients.Solve(Multiply, ones, left, limit / size / 2, cancellationToken);
            TensorPrimitives.Add(solution, step, solution);
            MultiplyExactly(solution, product);
            TensorPrimitives.Subtract(b, product, left);
            size = TensorPrimitives.Norm<double>(left);
            limit = Tolerance * sample.WholeCurvature * TensorPrimitives.Norm<double>(solution);
        }
    }

    /// <summary>The matrix times a vector that sums to 0.</summary>
    private void Multiply(double[] p, double[] product)
    {
        float[] singles = Array.ConvertAll(p, value => (float)value);
        float[][] sums = new float[parts.Length][];
        Blocks.Run(parts.Length, Run.Silent, part =>
        {
            float[] fits = new float[parts[part].Rows];
            parts[part].Multiply(singles, fits);
            sums[part] = new float[players];
            parts[part].MultiplyTransposed(fits, sums[part]);
        });
        Array.Clear(product);
        foreach (float[] sum in sums)
            ColumnSums.Add(sum, product);
        AddWhole(p, product);
    }

    private void MultiplyExactly(double[] p, double[] product)
    {
        Array.Clear(product);
        for (int pair = 0; pair < pairs; pair++)
            sample.Add(First(pair), sample.Sum(First(pair), p), product);
        AddWhole(p, product);
    }

    private void AddWhole(double[] p, double[] product)
    {
        TensorPrimitives.Multiply(product, pairWeight, product);
        TensorPrimitives.MultiplyAdd(p, sample.WholeCurvature, product, product);
        Center(product);
    }

    /// <summary>
    /// How far the values would spread over other draws: each drawn pair moves them by A⁻¹·Σ w·z·residual, and the variance is that of
    /// a sum of independent pairs. A is taken as its expectation, a multiple of the identity, and by it each residual is enlarged by the
    /// share that the fit has taken of it, its leverage (MacKinnon and White, "Some heteroskedasticity-consistent covariance matrix
    /// estimators", 1985). The errors are 0 if every coalition was asked for, and null if the pairs are so few that the fit takes all.
    /// </summary>
    private double[]? StandardErrors(double[] y, double[] deviations)
    {
        double[] sums = new double[players], squares = new double[players];
        if (pairs == 0)
            return sums;
        if (pairs < 2 * players)
            return null;
        double curvature = sample.WholeCurvature, shift = 0, squareShift = 0;
        for (int pair = 0; pair < pairs; pair++)
            curvature += pairWeight * CoalitionSample.Curvature(players, sample.Size(First(pair)));
        for (int pair = 0; pair < pairs; pair++)
        {
            int first = First(pair);
            double mean = (double)sample.Size(first) / players;
            // The greater z, the more of a residual the fit takes.
            double leverage = pairWeight * players * mean * (1 - mean) / curvature;
            double residual = (y[first] - y[first + 1]) / 2 - sample.Sum(first, deviations);
            double score = pairWeight * residual / (1 - Math.Min(leverage, MostLeverage));
            // z is 1 − mean for members and −mean for all others.
            shift -= score * mean;
            squareShift += score * score * mean * mean;
            sample.Add(first, score, sums);
            sample.Add(first, score * score * (1 - 2 * mean), squares);
        }

        TensorPrimitives.Add(sums, shift, sums);
        TensorPrimitives.Add(squares, squareShift, squares);
        return [.. sums.Zip(squares, (sum, square) => Math.Sqrt(Math.Max(0, square - sum * sum / pairs)) / curvature)];
    }

    private int First(int pair) => sample.FirstDrawn + 2 * pair;

    /// <summary>Takes the mean out, which turns sums over zeros and ones into sums over z.</summary>
    private static void Center(double[] values) =>
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);
}
