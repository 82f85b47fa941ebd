using MathNet.Numerics.Distributions;

namespace NeuralNet.Explainability.Tests;

public class LimeTests
{
    private static readonly Tensor Background = Examples.Rows(400, 4, seed: 4);
    private static readonly Tensor Row = new float[] { 1, -2, 0.5f, 3 };

    [Fact]
    public void OfALinearModelIsItsWeightsWithFullFidelity()
    {
        Attribution attribution =
            new Lime(Examples.Linear().Predict, Background, discretize: false, regression: LocalRegression.Ridge(1e-6))
                .Explain(Row, seed: 1);
        for (int i = 0; i < 4; i++)
        {
            double mean = Enumerable.Range(0, 400).Average(row => (double)Background[row, i]);
            Assert.Equal(Examples.Weights[i], attribution.Values[i] / (Row[i] - mean), 1e-4);
        }

        Assert.Equal(1, attribution.LocalFidelity!.Value, 1e-6);
        Assert.Equal(0, attribution.Residual!.Value, 1e-3);
    }

    [Fact]
    public void OfAFunctionOfQuartersFindsTheirEffects()
    {
        double[] limits =
            [.. Enumerable.Range(0, 4).Select(column => Enumerable.Range(0, 400)
                .Select(row => (double)Background[row, column]).Order().Skip(200).First() - 1e-4)];
        // A step at the upper half of column 0 only: the row's own quarter is worth 6 there, the other upper quarter too.
        Attribution attribution =
            new Lime(Examples.Function(x => x[0] > limits[0] ? 6 : 0), Background, samples: 40_000, regression: LocalRegression.Ridge(1e-6))
                .Explain(Row);
        Assert.Equal(4, attribution.Values[0], 0.2);
        Examples.AssertClose([0, 0, 0], [.. attribution.Values.Skip(1)], 0.2);
        Assert.Contains("< x0", attribution.Ranking[0].Content, StringComparison.Ordinal);
        Assert.InRange(attribution.LocalFidelity!.Value, 0.2, 0.6);
    }

    /// <summary>The neighbours that the model predicts have the documented distribution.</summary>
    [Fact]
    public void ContinuousNeighboursAreNormalWithTheBackgroundsMeanAndDeviation()
    {
        float[][] neighbours = NeighboursOf(Background, Row, discretize: false, samples: 20_001);
        for (int column = 0; column < 4; column++)
        {
            double[] values = [.. Enumerable.Range(0, 400).Select(row => (double)Background[row, column])];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            double[] standardized = [.. neighbours.Select(neighbour => (neighbour[column] - mean) / deviation).Order()];
            // The largest distance of the distribution functions is below 1.95/√n with a probability of 99.9 % (Kolmogorov and Smirnov).
            double distance = standardized.Select((value, i) => Math.Max(
                Math.Abs(Normal.CDF(0, 1, value) - i / 20_000.0), Math.Abs(Normal.CDF(0, 1, value) - (i + 1) / 20_000.0))).Max();
            Assert.True(distance < 1.95 / Math.Sqrt(20_000), $"column {column}: {distance}");
            // Of so many, about four lie beyond 3.7 deviations.
            Assert.True(standardized[^1] > 3.2 && standardized[0] < -3.2, $"column {column}: {standardized[0]} to {standardized[^1]}");
        }
    }

    [Fact]
    public void DiscretizedNeighboursTakeEachNumberFromAnyRowOfTheBackground()
    {
        const int rows = 20, samples = 20_000;
        Tensor background = Examples.Rows(rows, 2, seed: 4);
        float[][] neighbours = NeighboursOf(background, new float[] { 0.1f, 0.2f }, discretize: true, samples + 1);
        int[,] counts = new int[rows, rows];
        foreach (float[] neighbour in neighbours)
            counts[RowOf(neighbour[0], 0), RowOf(neighbour[1], 1)]++;
        // χ² of the pairs of rows, of which all are equally likely: 399 degrees of freedom, below 490 with a probability of 99.9 %.
        double expected = (double)samples / (rows * rows), squares = 0;
        foreach (int count in counts)
            squares += (count - expected) * (count - expected) / expected;
        Assert.InRange(squares, 310, 490);

        int RowOf(float value, int column) => Enumerable.Range(0, rows).First(row => background[row, column] == value);
    }

    [Fact]
    public void RidgeAgreesWithTheNormalEquationsOfItsOwnNeighbours()
    {
        double[] design = [1, 0, 0, 1, 1, 1, 0, 0, 2, 1], y = [3, 1, 4, 1.5, 5], weights = [1, 0.5, 2, 1, 0.25];
        LocalModel model = LocalModel.Fit(Equations(2, design, y, weights), LocalRegression.Ridge(0.5));
        // The gradient of Σ w·(y − a − Xβ)² + 0.5·‖β‖² is zero at the solution.
        double[] gradient = new double[3];
        for (int i = 0; i < 5; i++)
        {
            double error =
                weights[i] * (model.Intercept + design[2 * i] * model.Coefficients[0] + design[2 * i + 1] * model.Coefficients[1] - y[i]);
            gradient[0] += error;
            gradient[1] += error * design[2 * i];
            gradient[2] += error * design[2 * i + 1];
        }

        Assert.Equal(0, gradient[0], 1e-10);
        Assert.Equal(-0.5 * model.Coefficients[0], gradient[1], 1e-10);
        Assert.Equal(-0.5 * model.Coefficients[1], gradient[2], 1e-10);
        Assert.Equal(Fidelity(design, y, weights, model), model.Fidelity, 1e-10);
    }

    [Fact]
    public void LassoMeetsTheConditionsOfItsOptimum()
    {
        Tensor x = Examples.Rows(50, 6, seed: 9);
        double[] design = [.. x.ToArray().Select(value => (double)value)];
        double[] y = [.. Enumerable.Range(0, 50).Select(i => 3 * x[i, 0] - 2 * x[i, 3] + 0.1 * x[i, 5])];
        double[] weights = [.. Enumerable.Range(0, 50).Select(i => 0.5 + i % 3)];
        const double penalty = 0.3;
        LocalModel model = LocalModel.Fit(Equations(6, design, y, weights), LocalRegression.Lasso(penalty));
        Assert.Contains(0.0, model.Coefficients);
        for (int k = 0; k < 6; k++)
        {
            double slope = 0;
            for (int i = 0; i < 50; i++)
            {
                double fit = model.Intercept + Enumerable.Range(0, 6).Sum(j => design[6 * i + j] * model.Coefficients[j]);
                slope += weights[i] * (y[i] - fit) * design[6 * i + k] / weights.Sum();
            }

            if (model.Coefficients[k] == 0)
                Assert.InRange(slope, -penalty - 1e-7, penalty + 1e-7);
            else
                Assert.Equal(penalty * Math.Sign(model.Coefficients[k]), slope, 1e-7);
        }
    }

    [Fact]
    public void ACategoryHasTheValueOfBeingTheRowsOwn()
    {
        // Columns 1 to 3 are one-hot; green is worth 5, the others 1 and 2, each with a share of a third.
        var background = new Tensor([300, 4]);
        for (int row = 0; row < 300; row++)
        {
            background[row, 0] = row / 300f;
            background[row, 1 + row % 3] = 1;
        }

        Func<Tensor, Tensor> predict = Examples.Function(x => 1 * x[1] + 5 * x[2] + 2 * x[3]);
        Features features = new Features("age", "red", "green", "blue").Group("colour", 1, 2, 3);
        Attribution attribution =
            new Lime(predict, background, regression: LocalRegression.Ridge(1e-6), features: features)
                .Explain(new float[] { 0.5f, 0, 1, 0 });
        Assert.Equal(5 - 1.5, attribution["colour"], 0.1);
        Assert.Contains(attribution.Ranking, entry => entry is { Name: "colour", Content: "green" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AConstantFeatureIsNamed(bool discretize)
    {
        Tensor background = Background.Clone();
        for (int row = 0; row < 400; row++)
            (background[row, 0], background[row, 2]) = (1, 0.5f);
        string message = Assert.Throws<ArgumentException>(() => new Lime(Examples.Linear().Predict, background, discretize)).Message;
        Assert.Contains("all 400 rows of the background: 'x0', 'x2'", message, StringComparison.Ordinal);
        Assert.Contains("KernelShap", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new Lime(Examples.Linear().Predict, background, discretize, features: Features.Of(4).Group("both", 0, 2)));

        // In a group with a feature that varies it is no obstacle.
        Features features = Features.Of(4).Group("first", 0, 1).Group("last", 2, 3);
        Assert.All(
            new Lime(Examples.Linear().Predict, background, discretize, features: features)
                .Explain(Row).Values, value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void AFeatureThatIsMostlyItsMaximumIsStillCut()
    {
        var background = new Tensor([100, 1]);
        for (int row = 0; row < 100; row++)
            background[row, 0] = row < 10 ? row / 10f : 1;
        Attribution attribution =
            new Lime(Examples.Function(x => x[0] >= 1 ? 1 : 0), background, regression: LocalRegression.Ridge(1e-6))
                .Explain(new float[] { 1 });
        Assert.Equal(1, attribution.Values[0], 0.01);
        Assert.Equal("0.9 < x0", attribution.Ranking[0].Content);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-300)]
    public void AKernelWithoutANeighbourOfWeightIsReported(double kernelWidth)
    {
        var lime = new Lime(Examples.Linear().Predict, Background, discretize: false, kernelWidth: kernelWidth);
        Assert.Contains("kernelWidth", Assert.Throws<InvalidOperationException>(() => lime.Explain(Row)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowFarOutsideTheBackgroundIsReported() => Assert.Contains(
        "outside the background",
        Assert.Throws<InvalidOperationException>(
            () => new Lime(Examples.Linear().Predict, Background, discretize: false).Explain(new float[] { 1e30f, 0, 0, 0 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void FewerNeighboursThanFeaturesAndATinyPenaltyHaveASolution()
    {
        var lime =
            new Lime(Examples.Linear().Predict, Background, discretize: false, samples: 3, regression: LocalRegression.Ridge(1e-300));
        Attribution attribution = lime.Explain(new float[] { 0.1f, -0.2f, 0, 0.3f });
        Assert.Equal(1, attribution.LocalFidelity!.Value, 1e-6);
        Assert.All(attribution.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(20000000f, "20000024 < x0 ≤ 20000048")]
    [InlineData(20200000f, "20200024 < x0 ≤ 20200048")]
    public void LimitsAreDistinguished(float first, string expected)
    {
        var background = new Tensor([100, 1]);
        for (int row = 0; row < 100; row++)
            background[row, 0] = first + row;
        Attribution attribution = new Lime(Examples.Function(x => x[0]), background).Explain(new float[] { first + 40 });
        Assert.Equal(expected, attribution.Ranking[0].Content);
    }

    [Fact]
    public void LimitsOfHardlyDifferentNumbersHaveAllDigits()
    {
        var background = new Tensor([100, 1]);
        for (int row = 0; row < 100; row++)
            background[row, 0] = 1 + row * 1e-6f;
        string content = new Lime(Examples.Function(x => x[0]), background).Explain(new float[] { 1.00004f }).Ranking[0].Content;
        Assert.Matches(@"^1\.0000\d+ < x0 ≤ 1\.0000\d+$", content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OutputsThatOverflowAreRefused(bool discretize)
    {
        Tensor background = Examples.Rows(400, 20, seed: 4), row = Examples.Rows(1, 20, seed: 5);
        Func<Tensor, Tensor> predict = Examples.Function(x => 3e37 * Math.Clamp(x[0], -10, 10));
        foreach (LocalRegression regression in new[] { LocalRegression.Ridge(), LocalRegression.Lasso() })
        {
            var lime = new Lime(predict, background, discretize, regression: regression);
            Assert.Contains("large", Assert.Throws<InvalidOperationException>(() => lime.Explain(row)).Message, StringComparison.Ordinal);
        }

        Assert.All(new KernelShap(predict, background).Explain(row).Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void FewerNeighboursThanHundredsOfFeaturesAndATinyPenaltyStayBounded()
    {
        const int features = 300;
        Tensor background = Examples.Rows(400, features, seed: 4), row = Examples.Rows(1, features, seed: 5);
        Func<Tensor, Tensor> predict = Examples.Function(x => Enumerable.Range(0, features).Sum(i => Math.Sin(i) * x[i]));
        var lime = new Lime(predict, background, discretize: false, samples: 200, regression: LocalRegression.Ridge(1e-6));
        Attribution attribution = lime.Explain(row);
        double maximum = Enumerable.Range(0, features).Max(i => Math.Abs(Math.Sin(i) * row[0, i]));
        Assert.All(attribution.Values, value => Assert.InRange(Math.Abs(value), 0, 3 * maximum));
        Assert.InRange(attribution.LocalFidelity!.Value, 0, 1);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 1e4)]
    [InlineData(false, 1e4)]
    public void ManyColumnsAreFittedAsFewAre(bool isBinary, double offset)
    {
        // Up to 128 columns the equations are formed, beyond they are solved by their products.
        const int rows = 300, columns = 140;
        double[] weights = new double[rows], y = new double[rows];
        float[] x = new float[rows * columns];
        var random = new RandomStream(2);
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++)
                x[i * columns + k] = k == 7 ? 1 : isBinary ? random.NextInt32(2) : (float)random.NextNormal();
            weights[i] = 0.1 + random.NextDouble();
            y[i] = offset + x[i * columns] - 2 * x[i * columns + 139] + 0.3 * random.NextNormal();
        }

        var formed = new FormedNormalEquations(columns, 3, isSingle: false);
        NormalEquations[] faster = [new FormedNormalEquations(columns, 3, isSingle: true), new ImplicitNormalEquations(columns, 3)];
        foreach (NormalEquations equations in faster.Prepend(formed))
            AddRows(equations, x, y, weights, rowsPerPart: 128);
        Assert.True(LocalRegression.Ridge(0.7).IsSafeInSinglePrecision(rows));

        foreach (LocalRegression regression in new[] { LocalRegression.Ridge(0.7), LocalRegression.Lasso(0.02) })
        {
            LocalModel expected = LocalModel.Fit(formed, regression);
            foreach (NormalEquations equations in faster)
            {
                LocalModel actual = LocalModel.Fit(equations, regression);
                Examples.AssertClose(expected.Coefficients, actual.Coefficients, 1e-5);
                Assert.Equal(expected.Intercept, actual.Intercept, columns * 1e-6);
                Assert.Equal(expected.Fidelity, actual.Fidelity, 1e-5);
                Assert.Equal(0, actual.Coefficients[7]);
            }
        }
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Func<Tensor, Tensor> predict = Examples.Linear().Predict;
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lime(predict, Background, samples: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lime(predict, Background, kernelWidth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lime(predict, Background, kernelWidth: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalRegression.Ridge(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalRegression.Lasso(-1));
    }

    /// <summary>Returns the neighbours that are drawn, without the row itself.</summary>
    private static float[][] NeighboursOf(Tensor background, Tensor row, bool discretize, int samples)
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<float[]>();
        new Lime(x =>
        {
            for (int i = 0; i < x.Shape[0]; i++)
                seen.Add(x.Row(i).ToArray());
            return new Tensor([x.Shape[0], 1]);
        }, background, discretize, samples).Explain(row, seed: 3);
        float[] own = row.ToArray();
        return [.. seen.Where(neighbour => !neighbour.AsSpan().SequenceEqual(own))];
    }

    /// <summary>The equations of some rows in double precision, in two parts.</summary>
    private static NormalEquations Equations(int columns, double[] design, double[] y, double[] weights)
    {
        var equations = NormalEquations.Of(columns, 2, isSingle: false);
        AddRows(equations, Array.ConvertAll(design, value => (float)value), y, weights, rowsPerPart: (y.Length + 1) / 2);
        return equations;
    }

    private static void AddRows(NormalEquations equations, float[] rows, double[] y, double[] weights, int rowsPerPart)
    {
        int columns = equations.Columns;
        var scratch = new Scratch();
        for (int first = 0; first < y.Length; first += rowsPerPart)
        {
            int count = Math.Min(rowsPerPart, y.Length - first);
            var x = new DesignMatrix(count, columns);
            rows.AsSpan(first * columns, count * columns).CopyTo(x.Values);
            equations.Add(first / rowsPerPart, x, weights[first..(first + count)], y[first..(first + count)], scratch);
        }

        equations.Complete();
    }

    private static double Fidelity(double[] design, double[] y, double[] weights, LocalModel model)
    {
        double mean = y.Zip(weights, (a, b) => a * b).Sum() / weights.Sum(), errors = 0, total = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double fit = model.Intercept + design[2 * i] * model.Coefficients[0] + design[2 * i + 1] * model.Coefficients[1];
            errors += weights[i] * (y[i] - fit) * (y[i] - fit);
            total += weights[i] * (y[i] - mean) * (y[i] - mean);
        }

        return 1 - errors / total;
    }
}
