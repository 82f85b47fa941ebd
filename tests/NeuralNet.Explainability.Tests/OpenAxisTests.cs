namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Tests that models for rows of any length are explained like models for this length with the same weights, and nested models like their
/// layers.
/// </summary>
public class OpenAxisTests
{
    private static readonly Dictionary<string, Func<Model, Tensor, Explainer>> Explainers = new()
    {
        ["Saliency"] = (model, _) => new Saliency(model),
        ["InputXGradient"] = (model, _) => new InputXGradient(model),
        ["IntegratedGradients"] = (model, _) => new IntegratedGradients(model),
        ["IntegratedGradients from a baseline"] = (model, background) => new IntegratedGradients(model, new Tensor(background.Shape.Skip(1).ToArray(), background.Row(0))),
        ["SmoothGrad"] = (model, _) => new SmoothGrad(new Saliency(model)),
        ["SmoothGrad of integrated gradients"] = (model, _) => new SmoothGrad(new IntegratedGradients(model), samples: 3),
        ["SmoothGrad of DeepShap"] = (model, background) => new SmoothGrad(new DeepShap(model, background), samples: 3),
        ["DeepShap"] = (model, background) => new DeepShap(model, background),
        ["GradientShap"] = (model, background) => new GradientShap(model, background),
        ["KernelShap"] = (model, background) => new KernelShap(model, background, samples: 200),
        ["ExactShapley"] = (model, background) => new ExactShapley(model, background, Pairs(background)),
        ["Lime"] = (model, background) => new Lime(model, background, discretize: false, samples: 300),
        ["Occlusion"] = (model, _) => new Occlusion(model),
    };

    private static readonly string[] OfOneLength = ["IntegratedGradients from a baseline", "SmoothGrad of DeepShap", "DeepShap", "GradientShap", "KernelShap", "ExactShapley", "Lime"];

    public static TheoryData<string> Methods => [.. Explainers.Keys];

    public static TheoryData<string> MethodsOfOneLength => [.. OfOneLength];

    [Theory]
    [MemberData(nameof(Methods))]
    public void AnOpenAxisIsExplainedAsAnAxisOfThatLength(string method)
    {
        Model open = Classifier(new Input([null, 2], seed: 3));
        foreach (int length in (int[])[5, 3])
        {
            Model @fixed = Classifier(new Input([length, 2], seed: 3));
            Tensor rows = Rows(3, length), background = Rows(20, length, seed: 8);
            RequireSame(Explainers[method](@fixed, background).ExplainRows(rows), Explainers[method](open, background).ExplainRows(rows));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void ANestedModelIsExplainedAsItsLayers(string method)
    {
        Sequential encoder = new Sequential([null, 2], seed: 4).Dense(4, "tanh").Dense(3, "relu");
        var nestedInput = new Input([null, 2], seed: 5);
        var nested = new Model(nestedInput, nestedInput.Add(encoder).GlobalAveragePooling1D().Dense(3, "softmax"));
        var flatInput = new Input([4, 2], seed: 5);
        var flat = new Model(flatInput, flatInput.Dense(4, "tanh").Dense(3, "relu").GlobalAveragePooling1D().Dense(3, "softmax"));
        for (int i = 0; i < flat.Parameters.Count; i++)
            flat.Parameters[i].SetValue(nested.Parameters[i].Value);
        Tensor rows = Rows(2, 4), background = Rows(20, 4, seed: 8);
        RequireSame(Explainers[method](flat, background).ExplainRows(rows), Explainers[method](nested, background).ExplainRows(rows));
    }

    [Theory]
    [MemberData(nameof(MethodsOfOneLength))]
    public void RowsOfAnotherLengthThanTheBackgroundAreRefused(string method)
    {
        Explainer explainer = Explainers[method](Classifier(new Input([null, 2], seed: 3)), Rows(20, 5));
        foreach (Action explain in (Action[])[() => explainer.Explain(Rows(1, 4)), () => explainer.Explain(Rows(1, 4).Reshape([4, 2])),
            () => explainer.ExplainRows(Rows(3, 4))])
        {
            string message = Assert.Throws<ArgumentException>(explain).Message;
            Assert.Contains("rows of shape (5, 2)", message, StringComparison.Ordinal);
        }

        Assert.Contains("pad the rows", Assert.Throws<ArgumentException>(() => explainer.ExplainRows(Rows(3, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputForEachStepIsChosenAmongThoseOfTheRow()
    {
        var input = new Input([null, 2], seed: 3);
        var model = new Model(input, input.Dense(3));
        Tensor kernel = model.Parameters[0].Value;
        Attribution found = new Saliency(model).Explain(Rows(1, 6), output: 3 * 5 + 1);
        for (int i = 0; i < 12; i++)
            Assert.Equal(i < 10 ? 0 : Math.Abs(kernel[i - 10, 1]), (float)found.Values[i]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Saliency(model).Explain(Rows(1, 6), output: 18));
        Assert.Contains("18 outputs", Assert.Throws<ArgumentException>(() => new Saliency(model).Explain(Rows(1, 6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeaturesThatAreGivenFixTheLength()
    {
        var saliency = new Saliency(Classifier(new Input([null, 2], seed: 3)), Features.Tokens("a", "b", "c", "d"));
        Assert.Equal(["a", "b", "c", "d"], saliency.Explain(Rows(1, 2)).Features.Names);
        Assert.Contains("name 4 values", Assert.Throws<ArgumentException>(() => saliency.Explain(Rows(1, 3))).Message, StringComparison.Ordinal);
        Assert.Null(new Saliency(Classifier(new Input([null, 2], seed: 3))).Features);
    }

    [Fact]
    public void ImportancesAndDependencesTakeTheLengthOfTheirRows()
    {
        Model open = Classifier(new Input([null, 2], seed: 3)), @fixed = Classifier(new Input([3, 2], seed: 3));
        Tensor x = Rows(30, 3), y = new([30]);
        for (int i = 0; i < 30; i += 3)
            y[i] = 1;
        Assert.Equal(PermutationImportance.Of(@fixed, x, y, "accuracy").Means, PermutationImportance.Of(open, x, y, "accuracy").Means);
        Assert.Equal(PartialDependence.Of(@fixed, x, "x[1,0]", output: 2).Mean, PartialDependence.Of(open, x, "x[1,0]", output: 2).Mean);
    }

    [Fact]
    public void NeuronsOfStepsAreCountedByTheRows()
    {
        Model model = Classifier(new Input([null, 2], seed: 3));
        Tensor x = Rows(10, 3);
        string layer = model.Layers[1].Name;
        IReadOnlyList<(int Row, float Activation)> max = MaxActivatingInputs.Of(model, x, layer, neuron: 3 * 2 + 1, count: 1);
        Tensor said = model.TakeUntil(layer).Predict(x);
        Assert.Equal(Enumerable.Range(0, 10).Max(row => said[row, 2, 1]), max[0].Activation);
        Assert.Throws<ArgumentOutOfRangeException>(() => MaxActivatingInputs.Of(model, x, layer, neuron: 9));
        Assert.Equal(12, DeadNeuronReport.Of(model, x).Layers[0].Neurons);
        Assert.Contains("give a start", Assert.Throws<ArgumentException>(() => ActivationMaximization.Of(model, layer, 0)).Message, StringComparison.Ordinal);
        Assert.Equal([3, 2], ActivationMaximization.Of(model, layer, 8, start: new Tensor([3, 2]), steps: 5).Input.Shape);
    }

    [Fact]
    public void ABackgroundOfAnotherWidthIsNamed()
    {
        Model model = Examples.Classifier("tanh");
        Tensor background = Examples.Rows(20, 3, seed: 1);
        foreach (Func<Explainer> make in (Func<Explainer>[])[() => new KernelShap(model, background), () =>
            new ExactShapley(model, background), () => new Lime(model, background), () => new KernelShap(model.Predict, background)])
        {
            var exception = Assert.Throws<ArgumentException>(make);
            Assert.Equal("background", exception.ParamName);
            Assert.Contains("background has rows of shape (3,); rows of shape (4,) are wanted", exception.Message, StringComparison.Ordinal);
        }
    }

    private static Model Classifier(Input input) => new(input, input.Dense(4, "tanh").Dense(3, "relu").GlobalMaxPooling1D().Dense(3, "softmax"));

    private static Features Pairs(Tensor background)
    {
        Features features = Features.Of(background.Shape.Skip(1).ToArray());
        for (int step = 0; step < background.Shape[1]; step++)
            features = features.Group($"step {step}", 2 * step, 2 * step + 1);
        return features;
    }

    private static Tensor Rows(int rows, int length, int seed = 7) => Examples.Rows(rows, 2 * length, seed).Reshape([rows, length, 2]);

    private static void RequireSame(AttributionSet expected, AttributionSet actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int row = 0; row < expected.Count; row++)
        {
            Assert.Contains(expected[row].Values, value => value != 0);
            Assert.Equal(expected[row].Values, actual[row].Values);
            Assert.Equal(expected[row].Prediction, actual[row].Prediction);
            Assert.Equal(expected[row].BaseValue, actual[row].BaseValue);
            Assert.Equal(expected[row].Features.Names, actual[row].Features.Names);
        }
    }
}
