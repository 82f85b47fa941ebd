namespace NeuralNet.Explainability.Tests;

/// <summary>The number of threads is a setting of the process, so these tests run alone.</summary>
[CollectionDefinition(nameof(DeterminismTests), DisableParallelization = true)]
[Collection(nameof(DeterminismTests))]
public class DeterminismTests
{
    private static readonly int[] Threads = [2, 3, 5, 16];

    /// <summary>
    /// 14 features are still for ExactShapley; 30 are drawn by their numbers of members; above 128 the regressions solve their equations
    /// without forming them. In groups of three they are fewer again.
    /// </summary>
    [Theory]
    [InlineData(14, false)]
    [InlineData(30, false)]
    [InlineData(30, true)]
    [InlineData(140, false)]
    [InlineData(420, true)]
    public void ExplanationsAreTheSameBitsOnAnyNumberOfThreads(int width, bool isGrouped)
    {
        Model model = new Sequential(width, seed: 3).Dense(20, "tanh").Dense(3, "softmax");
        Features features = isGrouped ? InThrees(width) : Features.Of(width);
        Tensor background = Examples.Rows(70, width, seed: 4), x = Examples.Rows(2, width, seed: 5);
        IEnumerable<Explainer> explainers =
        [
            .. ExplainerTests.All(model, background, features).Values,
            new SmoothGrad(new IntegratedGradients(model, features: features), samples: 4),
            new DeepShap(model, Examples.Rows(600, width, seed: 6), features),
            new IntegratedGradients(model, steps: 300, features: features), new GradientShap(model, background, samples: 600, features),
            new SmoothGrad(new Saliency(model, features), samples: 600),
            new KernelShap(model.Predict, background, samples: Math.Max(500, 4 * features.Count), features),
            new Lime(model.Predict, background, discretize: false, 600, regression: LocalRegression.Lasso(), features: features),
        ];
        AssertSameOnAllThreads(() => [.. explainers.SelectMany(explainer => new[]
        {
            Bits(explainer.ExplainRows(x, output: 1, seed: 42)), Bits([explainer.Explain(Examples.Row(x, 1), output: 1, seed: 42)]),
        })]);
    }

    [Fact]
    public void ManyRowsAreTheSameBitsOnAnyNumberOfThreads()
    {
        Model model = Examples.Classifier("relu");
        Tensor x = Examples.Rows(1500, 4, seed: 5);
        AssertSameOnAllThreads(() => [.. new Explainer[]
        {
            new Saliency(model), new InputXGradient(model), new IntegratedGradients(model, steps: 10), new Occlusion(model.Predict),
            new SmoothGrad(new Saliency(model), samples: 3), new GradientShap(model, Examples.Rows(9, 4, seed: 4), samples: 12),
            new DeepShap(model, Examples.Rows(9, 4, seed: 4)),
        }.Select(explainer => Bits(explainer.ExplainRows(x, output: 2, seed: 7)))]);
    }

    [Fact]
    public void ToolsForModelsAndNeuronsAreTheSameBitsOnAnyNumberOfThreads()
    {
        Model model = Examples.Classifier("tanh", inputs: 14);
        Tensor x = Examples.Rows(700, 14, seed: 4), y = new Tensor([700]);
        AssertSameOnAllThreads(() =>
        [
            .. PermutationImportance.Of(model.Predict, x, y, "accuracy", seed: 42).Ranking.Select(entry => $"{entry:R}"),
            .. PartialDependence.Of(model.Predict, x, "x3", output: 1).Mean.Select(value => $"{value:R}"),
            .. ActivationMaximization.Of(model, "dense_1", neuron: 2, seed: 3).Input.ToArray().Select(value => $"{value:R}"),
            .. MaxActivatingInputs.Of(model, x, "dense_1", neuron: 2).Select(found => $"{found:R}"),
            .. new ActivationRecorder(model).Record(x)["dense"].ToArray().Select(value => $"{value:R}"),
            DeadNeuronReport.Of(model, x).ToString(),
        ]);
    }

    [Theory]
    [InlineData(14, 300)]
    [InlineData(140, 400)]
    public void AnotherSeedGivesAnotherSample(int width, int samples)
    {
        Tensor background = Examples.Rows(20, width, seed: 4), row = Examples.Row(Examples.Rows(1, width, 5), 0);
        Model model = Examples.Classifier("tanh", width);
        Assert.All(
            new Explainer[]
            {
                new KernelShap(model.Predict, background, samples), new Lime(model.Predict, background, samples: samples),
                new GradientShap(model, background, samples), new SmoothGrad(new Saliency(model)),
            },
            explainer =>
            {
                Assert.NotEqual(explainer.Explain(row, seed: 1).Values, explainer.Explain(row, seed: 2).Values);
                Assert.Equal(explainer.Explain(row, seed: 1).Values, explainer.Explain(row, seed: 1).Values);
            });
    }

    private static Features InThrees(int width)
    {
        Features features = Features.Of(width);
        for (int first = 0; first < width; first += 3)
            features = features.Group($"group{first / 3}", first, first + 1, first + 2);
        return features;
    }

    /// <summary>Returns the content of explanations as a text that shows a difference of one bit.</summary>
    private static string Bits(IEnumerable<Attribution> attributions) => string.Join('\n', attributions.Select(attribution =>
        $"{attribution.Method} {attribution.Prediction:R} {attribution.BaseValue:R} {attribution.LocalFidelity:R} "
        + string.Join(' ', attribution.Values.Concat(attribution.StandardErrors ?? []).Select(value => $"{value:R}"))));

    private static void AssertSameOnAllThreads(Func<string[]> work)
    {
        int before = Compute.DegreeOfParallelism;
        try
        {
            Compute.DegreeOfParallelism = 1;
            string[] expected = work();
            foreach (int threads in Threads)
            {
                Compute.DegreeOfParallelism = threads;
                Assert.Equal(expected, work());
            }
        }
        finally
        {
            Compute.DegreeOfParallelism = before;
        }
    }
}
