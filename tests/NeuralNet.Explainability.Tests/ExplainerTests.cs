namespace NeuralNet.Explainability.Tests;

/// <summary>Tests of every explainer.</summary>
public class ExplainerTests
{
    private static readonly Tensor Background = Examples.Rows(20, 4, seed: 4);
    private static readonly Tensor Row = new float[] { 1, -2, 0.5f, 3 };

    public static TheoryData<string> Methods => [.. All(Examples.Classifier("tanh"), Background).Keys];

    [Theory]
    [MemberData(nameof(Methods))]
    public void AnUntrainedModelIsExplainedByNumbers(string method)
    {
        Model model = new Sequential(4, seed: 8).Dense(5, "relu").Dense(3, "softmax");
        Attribution attribution = All(model, Background)[method].Explain(Row, output: 1);
        Assert.All(attribution.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void AModelThatGivesNaNIsReported(string method)
    {
        Sequential model = Examples.Classifier("tanh");
        Explainer explainer = All(model, Background)[method];
        model.Parameters[5].SetValue(new float[] { 0, float.NaN, 0 });
        Examples.AssertError<InvalidOperationException>("NaN", () => explainer.Explain(Row, output: 1));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void AGroupIsOneFeature(string method)
    {
        Features features = new Features("a", "b", "c", "d").Group("bc", "b", "c");
        Attribution attribution = All(Examples.Classifier("tanh"), Background, features)[method].Explain(Row, output: 1);
        Assert.Equal(["a", "bc", "d"], attribution.Features.Names);
        Assert.Equal(3, attribution.Values.Count);
        Assert.Equal(attribution.Values[1], attribution["bc"]);
        Assert.Equal(attribution.Sum, attribution.ToTensor().ToArray().Sum(value => (double)value), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void OneFeatureIsEnough(string method)
    {
        Model model = new Sequential(1, seed: 2).Dense(6, "tanh").Dense(2, "softmax");
        Attribution attribution = All(model, Examples.Rows(30, 1, seed: 4))[method].Explain(new float[] { 0.7f }, output: 1);
        Assert.True(double.IsFinite(Assert.Single(attribution.Values)));
        if (method is "KernelSHAP" or "Shapley values" or "DeepSHAP")
            Assert.Equal(attribution.Prediction - attribution.BaseValue!.Value, attribution.Values[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void NegativeZeroIsZero(string method)
    {
        Explainer explainer = All(Examples.Classifier("relu"), Background)[method];
        Attribution plus = explainer.Explain(new float[] { 0, 1, 0, -1 }, output: 1);
        Attribution minus = explainer.Explain(new float[] { -0f, 1, -0f, -1 }, output: 1);
        Examples.AssertClose(plus.Values, minus.Values, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void RepeatedRowsOfTheBackgroundChangeNothing(string method)
    {
        // Of the methods that draw, by the same seed, others are drawn; the rest go by the mean alone.
        if (method is "GradientSHAP" or "LIME" || method.StartsWith("SmoothGrad", StringComparison.Ordinal))
            return;
        var twice = new Tensor([40, 4], [.. Background.ToArray(), .. Background.ToArray()]);
        Model model = Examples.Classifier("tanh");
        Examples.AssertClose(
            All(model, Background)[method].Explain(Row, output: 1).Values, All(model, twice)[method].Explain(Row, output: 1).Values, 1e-6);
    }

    [Fact]
    public void AFunctionMayWriteIntoItsInput()
    {
        Model model = Examples.Classifier("tanh");
        Func<Tensor, Tensor> writing = x =>
        {
            Tensor y = model.Predict(x);
            x.AsSpan().Fill(7);
            return y;
        };
        Tensor row = Row.Clone(), x = Background.Clone();
        PredictionExplainer[] explainers = Asking(writing), expected = Asking(model.Predict);
        for (int repeat = 0; repeat < 2; repeat++)
            Assert.All(
                explainers.Zip(expected),
                pair => Assert.Equal(pair.Second.Explain(Row, 0).Values, pair.First.Explain(row, 0).Values));
        PermutationImportance.Of(writing, x, model.Predict(x), "mse");
        Assert.Equal(Row.ToArray(), row.ToArray());
        Assert.Equal(Background.ToArray(), x.ToArray());

        static PredictionExplainer[] Asking(Func<Tensor, Tensor> predict) =>
        [
            new KernelShap(predict, Background), new ExactShapley(predict, Background), new Occlusion(predict),
            new Lime(predict, Background),
        ];
    }

    [Fact]
    public void OcclusionTakesARowWithABatchAxis()
    {
        var explainer = new Occlusion(Examples.Classifier("tanh").Predict);
        Assert.Equal(explainer.Explain(Row).Values, explainer.Explain(Row.Reshape([1, 4])).Values);
        Examples.AssertError<ArgumentException>("empty", () => explainer.Explain(new Tensor([0])));
    }

    [Fact]
    public void OutputsOfManyAxesAreCountedInRowMajorOrder()
    {
        Model model = new Sequential(4, seed: 2).Dense(6, "tanh").Reshape([2, 3]);
        float[] expected = model.Predict(Row.Reshape([1, 4])).ToArray();
        foreach (Explainer explainer in All(model, Background).Values)
        {
            Assert.Equal(expected[4], explainer.Explain(Row, output: 4).Prediction, 1e-6);
            Examples.AssertError<ArgumentOutOfRangeException>("6 outputs, 0 to 5", () => explainer.Explain(Row, output: 6));
        }
    }

    [Fact]
    public void AModelOfSeveralInputsIsExplainedAsAFunction()
    {
        Input first = new(2, seed: 1), second = new(2);
        var model = new Model([first, second], [first.Concatenate(second).Dense(3, "softmax"), second.Dense(1)]);
        Func<Tensor, Tensor> predict = x => model.Predict([Columns(x, 0), Columns(x, 2)])[0];
        Attribution exact = new ExactShapley(predict, Background).Explain(Row, output: 2);
        Examples.AssertClose(Examples.ShapleyByPermutations(predict, Background, Row, output: 2), exact.Values, 1e-6);

        static Tensor Columns(Tensor x, int start) =>
            new([x.Shape[0], 2], [.. Enumerable.Range(0, 2 * x.Shape[0]).Select(i => x[i / 2, start + i % 2])]);
    }

    /// <summary>Returns every explainer by its method; ExactShapley unless there are too many features.</summary>
    internal static Dictionary<string, Explainer> All(Model model, Tensor background, Features? features = null)
    {
        Features named = features ?? Features.Of(model.InputShapes[0]);
        IEnumerable<Explainer> explainers =
        [
            new Saliency(model, features), new InputXGradient(model, features), new IntegratedGradients(model, features: features),
            new SmoothGrad(new Saliency(model, features)),
            new SmoothGrad(new GradientShap(model, background, samples: 10, features), samples: 5),
            new GradientShap(model, background, features: features), new DeepShap(model, background, features),
            new Lime(model.Predict, background, samples: 1000, features: features),
            new KernelShap(model.Predict, background, features: features), new Occlusion(model.Predict, named),
            .. named.Count <= ExactShapley.MaxFeatures
                ? [new ExactShapley(model.Predict, background, features)]
                : Array.Empty<Explainer>(),
        ];
        return explainers.ToDictionary(explainer => explainer.Method);
    }
}
