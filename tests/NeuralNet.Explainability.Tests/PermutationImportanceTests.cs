namespace NeuralNet.Explainability.Tests;

public class PermutationImportanceTests
{
    private static readonly Tensor X = Examples.Rows(2000, 4, seed: 4);

    [Fact]
    public void ForALinearModelIsTwiceTheVarianceThatTheFeatureExplains()
    {
        // y − w·x has no error; with column i shuffled the mean square is wᵢ²·E(xᵢ − xᵢ′)² = 2·wᵢ²·var(xᵢ).
        Model model = Examples.Linear();
        PermutationImportance importance = PermutationImportance.Of(model.Predict, X, model.Predict(X), "mse", repeats: 20, seed: 1);
        Assert.Equal(0, importance.Score, 1e-9);
        for (int i = 0; i < 4; i++)
        {
            double mean = Enumerable.Range(0, 2000).Average(row => (double)X[row, i]);
            double variance = Enumerable.Range(0, 2000).Average(row => (X[row, i] - mean) * (X[row, i] - mean));
            double expected = 2 * Examples.Weights[i] * Examples.Weights[i] * variance;
            Assert.Equal(expected, importance.Means[i], 0.03 * expected);
            Assert.InRange(importance.Spreads[i], 0.002 * expected, 0.1 * expected);
            Assert.Equal(importance.Means[i], importance.Scores($"x{i}").Average(), 1e-6);
        }

        Assert.Equal("x3", importance.Ranking[0].Name);
        Assert.Contains("±", importance.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMetricThatGrowsFallsByShuffling()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => x[1] > 0 ? 1 : 0);
        PermutationImportance importance = PermutationImportance.Of(predict, X, predict(X), Metric.Accuracy, repeats: 3);
        Assert.Equal(1, importance.Score);
        Assert.Equal(0.5, importance.Means[1], 0.05);
        Assert.Equal([0, 0, 0], new[] { 0, 2, 3 }.Select(i => importance.Means[i]));
        Assert.Equal([0, 0, 0], new[] { 0, 2, 3 }.Select(i => importance.Spreads[i]));
    }

    [Fact]
    public void AGroupIsShuffledAsAWhole()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => x[0] - x[1]);
        Tensor x = X.Clone();
        for (int row = 0; row < 2000; row++)
            x[row, 1] = x[row, 0];
        Features features = Features.Of(4).Group("both", 0, 1);
        PermutationImportance importance = PermutationImportance.Of(predict, x, predict(x), "mse", features: features);
        Assert.Equal(0, importance.Means[0], 1e-12);
    }

    [Fact]
    public void AConstantFeatureHasTheValueZero()
    {
        Tensor x = X.Clone();
        for (int row = 0; row < 2000; row++)
            x[row, 1] = 3;
        Model model = Examples.Linear();
        PermutationImportance importance = PermutationImportance.Of(model.Predict, x, Examples.Rows(2000, 1, seed: 2), "mse");
        Assert.Equal((0, 0), (importance.Means[1], importance.Spreads[1]));
        Assert.NotEqual(0, importance.Means[0]);
    }

    /// <summary>Many predictions lie between two of 200 thresholds, some are equal, and some are no probabilities.</summary>
    [Fact]
    public void TheAreaUnderRocIsTheFractionOfPairsInOrder()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => Math.Round(300 * x[0] + 100 * x[1]) * 1e-5 + (x[2] > 2 ? 2 : 0));
        Tensor y = new([2000, 1]);
        for (int row = 0; row < 2000; row++)
            y[row, 0] = X[row, 0] + X[row, 3] > 0 ? 1 : 0;
        float[] scores = predict(X).ToArray();
        double right = 0, pairs = 0;
        foreach (int positive in Enumerable.Range(0, 2000).Where(row => y[row, 0] == 1))
        {
            foreach (int negative in Enumerable.Range(0, 2000).Where(row => y[row, 0] == 0))
            {
                right += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0;
                pairs++;
            }
        }

        PermutationImportance importance = PermutationImportance.Of(predict, X, y, "auc");
        Assert.Equal(right / pairs, importance.Score, 1e-12);
        Assert.Equal("x0", importance.Ranking[0].Name);
        Assert.InRange(importance.Ranking[0].Spread, 1e-4, 0.05);
    }

    /// <summary>
    /// Between two thresholds the true positives grow in proportion to all that is predicted; the sum goes in small steps.
    /// </summary>
    [Fact]
    public void TheAreaUnderPrecisionAndRecallTakesEveryPredictionAsAThreshold()
    {
        const int steps = 20_000;
        Func<Tensor, Tensor> predict = Examples.Function(x => 1e-3 * Math.Round(3 * x[0]));
        Tensor y = new([2000, 1]);
        for (int row = 0; row < 2000; row++)
            y[row, 0] = X[row, 0] + X[row, 3] > 0 ? 1 : 0;
        double truePositives = 0, predicted = 0, area = 0;
        foreach (IGrouping<float, float> ties in predict(X).ToArray().Zip(y.ToArray()).GroupBy(pair => pair.First, pair => pair.Second)
            .OrderByDescending(group => group.Key))
        {
            double positives = ties.Sum(), all = ties.Count();
            for (int step = 0; step < steps; step++)
            {
                double part = (step + 0.5) / steps;
                area += positives / steps * (truePositives + part * positives) / (predicted + part * all);
            }

            (truePositives, predicted) = (truePositives + positives, predicted + all);
        }

        double score = PermutationImportance.Of(predict, X, y, new AUC(curve: AUCCurve.PrecisionRecall)).Score;
        Assert.Equal(area / truePositives, score, 1e-7);
    }

    /// <summary>Flach and Kull's gains of precision and recall at every prediction, joined by straight lines.</summary>
    [Fact]
    public void TheAreaUnderPrecisionAndRecallGainsTakesEveryPredictionAsAThreshold()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => 1e-3 * Math.Round(3 * x[0]));
        Tensor y = new([2000, 1]), scores = predict(X);
        for (int row = 0; row < 2000; row++)
            y[row, 0] = X[row, 0] + X[row, 1] > 0.3f ? 1 : 0;
        double positives = y.ToArray().Sum(), odds = positives / (2000 - positives), area = 0, lastRecall = 0, lastPrecision = 1;
        foreach (float threshold in scores.ToArray().Distinct().OrderDescending())
        {
            int[] predicted = [.. Enumerable.Range(0, 2000).Where(row => scores[row, 0] >= threshold)];
            double truePositives = predicted.Sum(row => y[row, 0]);
            if (truePositives == 0)
                continue;
            double recall = Math.Max(0, 1 - odds * (positives - truePositives) / truePositives);
            double precision = 1 - odds * (predicted.Length - truePositives) / truePositives;
            area += (recall - lastRecall) * (precision + lastPrecision) / 2;
            (lastRecall, lastPrecision) = (recall, precision);
        }

        double score = PermutationImportance.Of(predict, X, y, new AUC(curve: AUCCurve.PrecisionRecallGain), repeats: 1).Score;
        Assert.Equal(area, score, 1e-9);
    }

    [Fact]
    public void AnAreaOfOneClassIsRefused() => Examples.AssertError<ArgumentException>(
        "both classes", () => PermutationImportance.Of(Examples.Linear(), X, new Tensor([2000, 1]), "auc"));

    [Fact]
    public void TargetsThatDoNotFitAreRefused()
    {
        Model model = Examples.Linear();
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model.Predict, X, Examples.Rows(10, 1, 1), "mse"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationImportance.Of(model.Predict, X, model.Predict(X), "mse", repeats: 0));
    }
}
