namespace NeuralNet.Explainability.Tests;

/// <summary>Tests of models with constant output: untrained with zeros, dead, or saturated. All attributions are 0.</summary>
public class ConstantModelTests
{
    private static readonly Tensor Background = Examples.Rows(20, 4, seed: 4), Row = new float[] { 1, -2, 0.5f, 3 };

    private static readonly Dictionary<string, Func<Sequential>> Models = new()
    {
        ["not trained, from zeros"] = () => new Sequential(4, seed: 1)
            .Dense(5, "relu", kernelInitializer: "zeros").Dense(3, "softmax", kernelInitializer: "zeros"),
        ["one output, from zeros"] = () => new Sequential(4, seed: 1).Dense(2, "linear", kernelInitializer: "zeros"),
        ["zero weights at the end"] = () => With(new Sequential(4, seed: 1).Dense(5, "tanh").Dense(3, "softmax"), 2, 0),
        ["dead neurons"] = () => With(new Sequential(4, seed: 1).Dense(5, "relu").Dense(3, "softmax"), 1, -1000),
        ["saturated neurons"] = () => With(new Sequential(4, seed: 1).Dense(5, "sigmoid").Dense(3, "softmax"), 1, 1000),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string model in Models.Keys)
            {
                foreach (string method in ExplainerTests.All(Models[model](), Background).Keys)
                    cases.Add(method, model);
            }

            return cases;
        }
    }

    public static TheoryData<string> ModelNames => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsExplainedByZeros(string method, string model)
    {
        Explainer explainer = ExplainerTests.All(Models[model](), Background)[method];
        AttributionSet set = explainer.ExplainRows(Background, output: 1);
        foreach (Attribution attribution in set.Append(explainer.Explain(Row, output: 1)))
        {
            Assert.All(attribution.Values, value => Assert.Equal(0, value, 1e-12));
            Assert.All(attribution.StandardErrors ?? [], error => Assert.Equal(0, error, 1e-12));
            Assert.Equal(attribution.Prediction, attribution.BaseValue ?? attribution.Prediction, 1e-6);
            Assert.Equal(0, attribution.Residual ?? 0, 1e-6);
            Assert.InRange(attribution.LocalFidelity ?? 0, 0, 1);
            AssertNumbers(attribution.ToString(), attribution.ToJson());
        }

        Assert.All(set.Importance.Concat(set.Mean), value => Assert.Equal(0, value, 1e-12));
        AssertNumbers(set.ToString(), set.ToJson());
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void HasTheValueZeroForEveryFeature(string name)
    {
        Model model = Models[name]();
        var classes = new Tensor([20]);
        foreach (string metric in new[] { "accuracy", "sparse_categorical_crossentropy" })
        {
            if (metric != "accuracy" && name == "one output, from zeros")
                continue;
            PermutationImportance importance = PermutationImportance.Of(model.Predict, Background, classes, metric);
            Assert.All(importance.Means.Concat(importance.Spreads), value => Assert.Equal(0, value));
            AssertNumbers(importance.ToString());
        }

        PartialDependence dependence = PartialDependence.Of(model.Predict, Background, "x2", output: 1);
        Assert.All(dependence.Mean, value => Assert.Equal(dependence.Mean[0], value, 1e-12));
        AssertNumbers(dependence.ToString());
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void ItsNeuronsAreShownByNumbers(string name)
    {
        Model model = Models[name]();
        string layer = model.Layers[^1].Name;
        AssertNumbers(new ActivationRecorder(model).Record(Background).ToString());
        DeadNeuronReport report = DeadNeuronReport.Of(model, Background);
        Assert.Equal(report.Layers[^1].Neurons, report.Layers[^1].Dead.Count + report.Layers[^1].Saturated.Count);
        ActivationMaximization found = ActivationMaximization.Of(model, layer, neuron: 1, steps: 20);
        Assert.All(found.Activations, activation => Assert.Equal(found.Activations[0], activation));
        Assert.All(found.Input.ToArray(), value => Assert.InRange(value, -1, 1));
        Assert.Equal(Enumerable.Range(0, 10), MaxActivatingInputs.Of(model, Background, layer, neuron: 1).Select(pair => pair.Row));
    }

    [Fact]
    public void AConstantFunctionGivesZeroToEveryFeature()
    {
        Func<Tensor, Tensor> predict = Examples.Function(_ => 0.1);
        Assert.All(
            new Explainer[]
            {
                new ExactShapley(predict, Background), new KernelShap(predict, Background), new Occlusion(predict),
                new KernelShap(predict, Background, samples: 10), new Lime(predict, Background),
                new Lime(predict, Background, discretize: false), new Lime(predict, Background, regression: LocalRegression.Lasso()),
            },
            explainer => Assert.All(explainer.Explain(Row).Values, value => Assert.Equal(0, value, 1e-12)));
    }

    /// <summary>Returns a model in which all values of one parameter are the same.</summary>
    private static Sequential With(Sequential model, int parameter, float value)
    {
        model.Parameters[parameter].Value.AsSpan().Fill(value);
        return model;
    }

    private static void AssertNumbers(params string[] texts) => Assert.All(texts, text =>
    {
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-0.0000", text, StringComparison.Ordinal);
    });
}
