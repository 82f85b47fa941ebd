using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The values φ that fit the worths of coalitions best, Σ w·(v(∅) + Σ_{i∈S} φᵢ − v(S))², and sum exactly to v(all) − v(∅).
/// </summary>
/// <remarks>
/// With φ = (v(all) − v(∅))/n + ψ, where Σ ψ = 0, and z the coalition's zeros and ones less their mean s/n, these are the normal
/// equations Σ w·z·zᵀ·ψ = Σ w·z·y, y = v(S) − v(∅) − (s/n)·(v(all) − v(∅)). The coalitions of a whole size add a multiple of the
/// identity; so if all coalitions are predicted, the solution is immediate. The coalitions of a pair of complements have z and −z, so that
/// one of them suffices.
/// </remarks>
internal sealed class ShapleyRegression
{
    private const int PairsPerPart = 512;

    /// <summary>The residual at which the equations count as solved, as a fraction of the right side.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>The maximum leverage that is believed: leverages are estimates, and near 1 a residual would say anything.</summary>
    private const double MaxLeverage = 0.75;

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

    /// <summary>Computes Σ w·z·y.</summary>
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
        {
            TensorPrimitives.Divide(b, sample.WholeCurvature, solution);
        }
        else
        {
            float[] together = CommonMemberships(cancellationToken);
            double[] ones = [.. Enumerable.Repeat(1.0, players)];
            solution = ConjugateGradients.Solve((p, product) => Multiply(together, p, product), ones, b, Tolerance, cancellationToken);
        }

        Center(solution);
        return solution;
    }

    /// <summary>Computes the matrix Σ w·z·zᵀ times a vector that sums to 0.</summary>
    private void Multiply(float[] together, double[] p, double[] product)
    {
        double[] row = new double[players];
        for (int i = 0; i < players; i++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(together.AsSpan(i * players, players), row);
            product[i] = pairWeight * TensorPrimitives.Dot<double>(row, p);
        }

        TensorPrimitives.MultiplyAdd(p, sample.WholeCurvature, product, product);
        Center(product);
    }

    /// <summary>
    /// Counts for each two players the drawn pairs in whose first coalition both are: ZᵀZ, Z the zeros and ones of the coalitions. Single
    /// precision is exact here, for the sums are whole numbers below 2²⁴.
    /// </summary>
    private float[] CommonMemberships(CancellationToken cancellationToken)
    {
        float[] counts = new float[players * players], members = new float[Math.Min(PairsPerPart, pairs) * players];
        for (int start = 0; start < pairs; start += PairsPerPart)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(PairsPerPart, pairs - start);
            Array.Clear(members);
            for (int pair = 0; pair < count; pair++)
            {
                foreach (int member in sample.Members(First(start + pair)))
                    members[pair * players + member] = 1;
            }

            Gram.AddUpper(members, count, players, counts);
        }

        Gram.Mirror(counts, players);
        return counts;
    }

    /// <summary>
    /// Computes the standard deviations of the values over other draws: each drawn pair moves them by A⁻¹·Σ w·z·residual, and the variance
    /// is that of a sum of independent pairs. A is replaced by its expectation, a multiple of the identity, and each residual is enlarged
    /// by the fraction of it that the fit has removed, its leverage (MacKinnon and White, "Some heteroskedasticity-consistent covariance
    /// matrix estimators", 1985). The errors are 0 if every coalition was predicted, and null if the pairs are so few that the fit leaves
    /// no residual.
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
            // The larger z, the more of a residual the fit removes.
            double leverage = pairWeight * players * mean * (1 - mean) / curvature;
            double residual = (y[first] - y[first + 1]) / 2 - sample.Sum(first, deviations);
            double score = pairWeight * residual / (1 - Math.Min(leverage, MaxLeverage));
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

    /// <summary>Subtracts the mean, which turns sums over zeros and ones into sums over z.</summary>
    private static void Center(double[] values) =>
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);
}
