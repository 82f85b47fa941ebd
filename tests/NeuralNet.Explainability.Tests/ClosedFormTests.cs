namespace NeuralNet.Explainability.Tests;

/// <summary>
/// A linear model y = w·x + b has the attribution w·(x − E[x]) for each feature, by every method that distributes the output.
/// </summary>
public class ClosedFormTests
{
    private const int Rows = 10;

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(12, true)]
    [InlineData(15, false)]
    [InlineData(40, true)]
    [InlineData(150, false)]
    public void FeaturesOfLinearModelsHaveWeightTimesDistanceFromTheMean(int width, bool isGrouped)
    {
        Model model = new Sequential(width, seed: width).Dense(1, biasInitializer: "ones");
        float[] weights = model.Parameters[0].Value.ToArray();
        Tensor background = Examples.Rows(Rows, width, seed: 2), row = Examples.Row(Examples.Rows(1, width, seed: 3), 0);
        double[] means = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, Rows).Average(k => (double)background[k, i]))];
        Tensor mean = Array.ConvertAll(means, value => (float)value);
        Features features = Features.Of(width);
        if (isGrouped)
            features = features.Group("pair", 0, width - 1).Group("three", 2, 3, 5);
        double[] expected = [.. Enumerable.Range(0, features.Count)
            .Select(feature => features.Columns(feature).Sum(i => weights[i] * (row[i] - means[i])))];

        IEnumerable<Explainer> explainers =
        [
            new KernelShap(model.Predict, background, features: features),
            new KernelShap(model.Predict, background, samples: 2 * features.Count, features), new DeepShap(model, background, features),
            new GradientShap(model, background, samples: 3 * Rows, features), new IntegratedGradients(model, mean, steps: 2, features),
            new IntegratedGradients(model, mean, steps: 50, features),
            .. features.Count <= ExactShapley.MaxFeatures
                ? [new ExactShapley(model.Predict, background, features)]
                : Array.Empty<Explainer>(),
        ];
        double mostly = model.Predict(mean.Reshape([1, width]))[0, 0];
        Assert.All(explainers, explainer =>
        {
            Attribution attribution = explainer.Explain(row, seed: 5);
            Examples.AssertClose(expected, attribution.Values, 2e-5);
            Assert.Equal(mostly, attribution.BaseValue!.Value, 1e-5);
            Assert.Equal(0, attribution.Residual!.Value, 2e-5);
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void LimeAndLocalGradientsOfALinearModelAreItsWeights(int width)
    {
        Model model = new Sequential(width, seed: width).Dense(1);
        float[] weights = model.Parameters[0].Value.ToArray();
        Tensor background = Examples.Rows(200, width, seed: 2), row = Examples.Row(Examples.Rows(1, width, seed: 3), 0);
        Attribution lime = new Lime(
            model.Predict, background, discretize: false, regression: LocalRegression.Ridge(1e-6)).Explain(row, seed: 1);
        for (int i = 0; i < width; i++)
        {
            double mean = Enumerable.Range(0, 200).Average(k => (double)background[k, i]);
            Assert.Equal(weights[i] * (row[i] - mean), lime.Values[i], 1e-4);
        }

        Examples.AssertClose([.. weights.Select(weight => (double)Math.Abs(weight))], new Saliency(model).Explain(row).Values, 1e-6);
        Examples.AssertClose(
            [.. weights.Select((weight, i) => (double)weight * row[i])], new InputXGradient(model).Explain(row).Values, 1e-6);
        Examples.AssertClose(
            [.. weights.Select((weight, i) => (double)weight * (row[i] - 0.5))],
            new Occlusion(model.Predict, baseline: 0.5f).Explain(row).Values, 1e-5);
    }
}
