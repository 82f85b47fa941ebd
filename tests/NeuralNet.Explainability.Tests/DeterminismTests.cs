namespace NeuralNet.Explainability.Tests;

/// <summary>The number of threads is a setting of the process, so these tests run alone.</summary>
[CollectionDefinition(nameof(DeterminismTests), DisableParallelization = true)]
[Collection(nameof(DeterminismTests))]
public class DeterminismTests
{
    [Fact]
    public void SeedsGiveTheSameBitsOnAnyNumberOfThreads()
    {
        int before = Compute.DegreeOfParallelism;
        try
        {
            Compute.DegreeOfParallelism = 1;
            string[] expected = ExplainAll();
            foreach (int threads in new[] { 2, 4 })
            {
                Compute.DegreeOfParallelism = threads;
                Assert.Equal(expected, ExplainAll());
            }
        }
        finally
        {
            Compute.DegreeOfParallelism = before;
        }
    }

    [Fact]
    public void AnotherSeedGivesAnotherSample()
    {
        Tensor background = Examples.Rows(20, 14, seed: 4), row = Examples.Row(Examples.Rows(1, 14, 5), 0);
        var explainer = new KernelShap(Examples.Classifier("tanh", inputs: 14).Predict, background, samples: 300);
        Assert.NotEqual(explainer.Explain(row, seed: 1).Values, explainer.Explain(row, seed: 2).Values);
        Assert.Equal(explainer.Explain(row, seed: 1).Values, explainer.Explain(row, seed: 1).Values);
    }

    private static string[] ExplainAll()
    {
        Model model = new Sequential(14, seed: 3).Dense(40, "tanh").Dense(3, "softmax");
        Tensor background = Examples.Rows(90, 14, seed: 4), x = Examples.Rows(3, 14, seed: 5);
        return
        [
            .. new Explainer[]
            {
                new Saliency(model), new InputXGradient(model), new IntegratedGradients(model), new SmoothGrad(new Saliency(model)), new GradientShap(model, background, samples: 700),
                new DeepShap(model, Examples.Rows(600, 14, seed: 6)), new Lime(model.Predict, background), new Lime(model.Predict, background, discretize: false, regression: LocalRegression.Lasso()),
                new KernelShap(model.Predict, background, samples: 500), new Occlusion(model.Predict, Features.Of(14)),
            }.Select(explainer => explainer.ExplainRows(x, output: 1, seed: 42).ToJson()),
            string.Join(' ', PermutationImportance.Of(model.Predict, x, model.Predict(x), "mse", seed: 42).Means),
            string.Join(' ', PartialDependence.Of(model.Predict, background, "x3", output: 1).Mean),
        ];
    }
}
