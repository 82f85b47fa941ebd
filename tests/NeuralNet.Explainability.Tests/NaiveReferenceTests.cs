namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Compares the methods that fit by least squares with naive implementations of their formulas. The explained function records the samples,
/// so that both use the same neighbours and coalitions.
/// </summary>
public class NaiveReferenceTests
{
    private const int Features = 5;
    private static readonly Tensor Background = Examples.Rows(60, Features, seed: 4);
    private static readonly float[] Row = [0.3f, -0.4f, 1.5f, 0.1f, -2];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LimeIsRidgeRegressionOnItsNeighbours(bool discretize)
    {
        const double penalty = 2, kernelWidth = 1.3;
        var seen = new Recorder(Examples.Classifier("tanh", Features).Predict);
        Attribution attribution = new Lime(
            seen.Predict, Background, discretize, samples: 300, kernelWidth, LocalRegression.Ridge(penalty))
            .Explain(Row, output: 1, seed: 6);
        // The first call is for the row's own prediction; neighbours begin with the row again.
        (float[] X, float Y)[] neighbours = [.. seen.Rows(output: 1).Skip(1)];
        Assert.Equal(300, neighbours.Length);
        Assert.Equal(Row, neighbours[0].X);

        double[] own = Places(Row, discretize);
        double[][] places = [.. neighbours.Select(neighbour => Places(neighbour.X, discretize))];
        double[] weights = [.. places.Select(place =>
            Math.Sqrt(Math.Exp(-place.Zip(own, (a, b) => (a - b) * (a - b)).Sum() / (kernelWidth * kernelWidth))))];

        // Σ w·(y − a − x·β)² + penalty·‖β‖², its gradient set to 0: the unknowns are β and then the intercept a.
        double[,] matrix = new double[Features + 1, Features + 2];
        for (int i = 0; i < places.Length; i++)
        {
            double[] line = [.. places[i], 1, neighbours[i].Y];
            for (int k = 0; k <= Features; k++)
            {
                for (int j = 0; j <= Features + 1; j++)
                    matrix[k, j] += weights[i] * line[k] * line[j];
            }
        }

        for (int k = 0; k < Features; k++)
            matrix[k, k] += penalty;
        double[] solution = SolveByElimination(matrix);
        Examples.AssertClose([.. Enumerable.Range(0, Features).Select(k => solution[k] * own[k])], attribution.Values, 1e-6);
        Assert.Equal(solution[Features], attribution.BaseValue!.Value, 1e-6);

        double mean = neighbours.Zip(weights, (neighbour, weight) => weight * neighbour.Y).Sum() / weights.Sum();
        double errors = 0, variation = 0;
        for (int i = 0; i < places.Length; i++)
        {
            double fit = solution[Features] + places[i].Zip(solution, (x, b) => x * b).Sum();
            errors += weights[i] * (neighbours[i].Y - fit) * (neighbours[i].Y - fit);
            variation += weights[i] * (neighbours[i].Y - mean) * (neighbours[i].Y - mean);
        }

        Assert.Equal(1 - errors / variation, attribution.LocalFidelity!.Value, 1e-5);
    }

    [Theory]
    [InlineData(24, 120)]
    [InlineData(140, 400)]
    public void KernelShapIsTheConstrainedRegressionOnItsCoalitions(int features, int samples)
    {
        // 24 features go by the formed equations, 140 by conjugate gradients.
        var random = new RandomStream(3);
        float[] row = new float[features];
        Array.Fill(row, 1f);
        var background = new Tensor([1, features]);
        double[] pull = [.. row.Select(_ => random.NextNormal())];
        Func<Tensor, Tensor> predict = Examples.Function(x => Math.Tanh(x.Zip(pull, (a, b) => a * b).Sum() / 3) + x[0] * x[1]);
        var seen = new Recorder(predict);
        Attribution attribution = new KernelShap(seen.Predict, background, samples).Explain(row, seed: 8);

        // A coalition is where the row's ones are. Sizes that are all there weigh by the kernel, the others share what is left evenly.
        (float[] X, float Y)[] coalitions = [.. seen.Rows(output: 0)
            .Where(pair => pair.X.Sum() is var size && size > 0 && size < features)];
        int whole = 2 * features;
        double[] kernel = [.. Enumerable.Range(1, features - 1).Select(size => 1.0 / ((double)size * (features - size)))];
        double ones = (kernel[0] + kernel[^1]) / kernel.Sum();
        double[,] matrix = new double[features + 1, features + 2];
        for (int i = 0; i < coalitions.Length; i++)
        {
            float size = coalitions[i].X.Sum();
            Assert.Equal(i >= whole, size > 1 && size < features - 1);
            double weight = i < whole ? ones / whole : (1 - ones) / (coalitions.Length - whole);
            for (int k = 0; k < features; k++)
            {
                if (coalitions[i].X[k] == 0)
                    continue;
                for (int j = 0; j < features; j++)
                    matrix[k, j] += weight * coalitions[i].X[j];
                matrix[k, features + 1] += weight * (coalitions[i].Y - attribution.BaseValue!.Value);
            }
        }

        // The multiplier of the condition that the values sum to the change.
        for (int k = 0; k < features; k++)
            matrix[k, features] = matrix[features, k] = 1;
        matrix[features, features + 1] = attribution.Prediction - attribution.BaseValue!.Value;
        Examples.AssertClose([.. SolveByElimination(matrix).Take(features)], attribution.Values, 2e-5);
        Assert.Equal(0, attribution.Residual!.Value, 1e-12);
    }

    [Fact]
    public void DeepShapIsTheRescaleRuleLayerByLayer()
    {
        Model model = Examples.Classifier("relu", Features);
        Tensor reference = Examples.Rows(1, Features, seed: 12);
        Attribution attribution = new DeepShap(model, reference).Explain(Row, output: 2);
        double[][] to = Forward(model, Row), from = Forward(model, Examples.Row(reference, 0).ToArray());

        // Back from the softmax, whose mean derivative on the straight way is taken by a fine sum.
        double[] gradient = new double[3];
        const int points = 20_000;
        for (int point = 0; point < points; point++)
        {
            double t = (point + 0.5) / points;
            double[] exponentials = [.. to[4].Zip(from[4], (a, b) => Math.Exp(b + t * (a - b)))];
            double[] p = [.. exponentials.Select(value => value / exponentials.Sum())];
            for (int k = 0; k < 3; k++)
                gradient[k] += p[2] * ((k == 2 ? 1 : 0) - p[k]) / points;
        }

        for (int layer = 2; layer >= 0; layer--)
        {
            Tensor kernel = model.Parameters[2 * layer].Value;
            gradient = [.. Enumerable.Range(0, kernel.Shape[0]).Select(i => gradient.Select((value, k) => kernel[i, k] * value).Sum())];
            if (layer > 0)
            {
                double[] z = to[2 * layer - 2], z0 = from[2 * layer - 2];
                gradient = [.. gradient.Select((value, i) => value * (Math.Max(z[i], 0) - Math.Max(z0[i], 0)) / (z[i] - z0[i]))];
            }
        }

        Examples.AssertClose([.. gradient.Select((value, i) => value * ((double)Row[i] - reference[0, i]))], attribution.Values, 2e-6);
    }

    /// <summary>Computes the values before and after the activation of each layer of a ReLU network, without the final softmax.</summary>
    private static double[][] Forward(Model model, float[] row)
    {
        var values = new List<double[]>();
        double[] x = [.. row.Select(value => (double)value)];
        for (int layer = 0; layer < 3; layer++)
        {
            Tensor kernel = model.Parameters[2 * layer].Value, bias = model.Parameters[2 * layer + 1].Value;
            double[] z = [.. Enumerable.Range(0, kernel.Shape[1])
                .Select(k => bias[k] + x.Select((value, i) => value * kernel[i, k]).Sum())];
            values.Add(z);
            x = [.. z.Select(value => Math.Max(value, 0))];
            values.Add(x);
        }

        return [.. values];
    }

    private static double[] Places(float[] x, bool discretize) => [.. x.Select((value, feature) =>
    {
        double[] column = [.. Enumerable.Range(0, 60).Select(row => (double)Background[row, feature]).Order()];
        if (discretize)
            return Quarter(column, value) == Quarter(column, Row[feature]) ? 1.0 : 0;
        double mean = column.Average();
        return (value - mean) / Math.Sqrt(column.Average(other => (other - mean) * (other - mean)));
    })];

    /// <summary>Counts the quartiles, by linear interpolation, below a value.</summary>
    private static int Quarter(double[] sorted, double value) => new[] { 0.25, 0.5, 0.75 }.Count(share =>
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return value > (float)(sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]));
    });

    /// <summary>Solves by Gauss and Jordan with the maximum pivot; the last column is the right side.</summary>
    private static double[] SolveByElimination(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(matrix[row, column]));
            for (int k = 0; k <= n; k++)
                (matrix[column, k], matrix[pivot, k]) = (matrix[pivot, k], matrix[column, k]);
            for (int row = 0; row < n; row++)
            {
                double factor = row == column ? 0 : matrix[row, column] / matrix[column, column];
                for (int k = column; factor != 0 && k <= n; k++)
                    matrix[row, k] -= factor * matrix[column, k];
            }
        }

        return [.. Enumerable.Range(0, n).Select(row => matrix[row, n] / matrix[row, row])];
    }

    /// <summary>Records the rows that a function predicts; few rows are predicted in sequence.</summary>
    private sealed class Recorder(Func<Tensor, Tensor> predict)
    {
        private readonly List<(Tensor X, Tensor Y)> calls = [];

        public Tensor Predict(Tensor x)
        {
            Tensor y = predict(x);
            lock (calls)
                calls.Add((x.Clone(), y));
            return y;
        }

        public IEnumerable<(float[] X, float Y)> Rows(int output) => calls.SelectMany(call =>
            Enumerable.Range(0, call.X.Shape[0]).Select(row => (call.X.Row(row).ToArray(), call.Y[row, output])));
    }
}
