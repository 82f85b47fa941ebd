namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Tests that each invalid argument of each public method is an exception that names the argument, and never an index error, a NaN or
/// silence.
/// </summary>
public class BadInputTests
{
    private static readonly Sequential Model = Examples.Classifier("tanh");
    private static readonly Tensor Background = Examples.Rows(20, 4, seed: 4), Row = new float[] { 1, -2, 0.5f, 3 };
    private static readonly Tensor Targets = Model.Predict(Background);
    private static readonly Func<Tensor, Tensor> Predict = Model.Predict;
    private static readonly Features Names = new("a", "b", "c", "d"), TooFewNames = new("a", "b");

    private static readonly (string What, Tensor? Rows)[] BadRows =
    [
        ("null", null), ("no rows", new Tensor([0, 4])), ("one axis", new float[] { 1, 2, 3, 4 }), ("empty rows", new Tensor([3, 0])),
        ("a number", new Tensor([])), ("NaN", With(float.NaN)), ("infinity", With(float.NegativeInfinity)),
    ];

    private static readonly (string What, Tensor? Rows)[] BadRowsOfAModel = [.. BadRows, ("another width", Examples.Rows(3, 5, seed: 1))];

    private static readonly Dictionary<string, (string Argument, Action Act)> Mistakes = All().ToDictionary(
        mistake => $"{mistake.Argument} of {mistake.Method}: {mistake.What}", mistake => (mistake.Argument, mistake.Act));

    /// <summary>The methods that request predictions from a function.</summary>
    private static readonly Dictionary<string, Action<Func<Tensor, Tensor>>> Askers = new()
    {
        ["Lime"] = predict => new Lime(predict, Background, samples: 50).Explain(Row, 0),
        ["KernelShap"] = predict => new KernelShap(predict, Background).Explain(Row, 0),
        ["ExactShapley"] = predict => new ExactShapley(predict, Background).Explain(Row, 0),
        ["Occlusion"] = predict => new Occlusion(predict).ExplainRows(Background, 0),
        ["PermutationImportance"] = predict => PermutationImportance.Of(predict, Background, new Tensor([20]), "accuracy"),
        ["PartialDependence"] = predict => PartialDependence.Of(predict, Examples.Rows(200, 4, seed: 4), "x1", output: 0),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["null"] = _ => null!,
        ["a row too few"] = x => new Tensor([x.Shape[0] - 1, 3]),
        ["one row"] = _ => new Tensor([1, 3]),
        ["a row too many"] = x => new Tensor([x.Shape[0] + 1]),
        ["a number"] = _ => new Tensor([]),
        ["NaN"] = x => Filled(x.Shape[0], float.NaN),
        ["infinity"] = x => Filled(x.Shape[0], float.PositiveInfinity),
    };

    public static TheoryData<string> MistakeNames => [.. Mistakes.Keys];

    public static TheoryData<string> AskerNames => [.. Askers.Keys];

    public static TheoryData<string, string> FunctionNames
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (string asker in Askers.Keys)
            {
                foreach (string function in Functions.Keys)
                    names.Add(asker, function);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public void AMistakeIsNamed(string mistake)
    {
        (string argument, Action act) = Mistakes[mistake];
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Equal(argument, exception.ParamName);
        Assert.InRange(exception.Message.Length, argument.Length + 15, 1000);
        Assert.DoesNotContain("NeuralNet.Explainability", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MessagesNameTheMistakeAndTheRemedy()
    {
        Tensor wide = Examples.Rows(3, 5, seed: 1), broken = With(float.NaN);
        var shap = new KernelShap(Predict, Background);
        Examples.AssertError<ArgumentException>("rows of shape (4,) are wanted", () => new DeepShap(Model, wide));
        Examples.AssertError<ArgumentException>("rows of shape (5,)", () => new GradientShap(Model, wide));
        Examples.AssertError<ArgumentException>("shape (3,)", () => new IntegratedGradients(Model, new float[] { 1, 2, 3 }));
        Examples.AssertError<ArgumentException>("no rows", () => new KernelShap(Predict, new Tensor([0, 4])));
        Examples.AssertError<ArgumentException>("NaN at value 2 of row 1", () => shap.ExplainRows(broken));
        Examples.AssertError<ArgumentException>("Many rows go to ExplainRows", () => shap.Explain(Background));
        Examples.AssertError<ArgumentException>("rows of shape (4,)", () => new KernelShap(Predict, wide).Explain(Examples.Row(wide, 0)));
        Examples.AssertError<ArgumentOutOfRangeException>("3 outputs, 0 to 2", () => shap.Explain(Row, output: 3));
        Examples.AssertError<ArgumentOutOfRangeException>("at least 8", () => new KernelShap(Predict, Background, samples: 7));
        Examples.AssertError<InvalidOperationException>(
            "as many rows", () => new KernelShap(_ => new Tensor([1, 2]), Background).Explain(Row, output: 0));
        Examples.AssertError<InvalidOperationException>("null", () => new KernelShap(_ => null!, Background).Explain(Row));
    }

    [Fact]
    public void ExactShapleySendsManyFeaturesToKernelShap()
    {
        Examples.AssertError<ArgumentException>("Use KernelShap", () => new ExactShapley(x => x, Examples.Rows(3, 16, 1)));
        Assert.NotNull(new ExactShapley(x => x, Examples.Rows(3, 16, 1), Features.Of(16).Group("pair", 0, 1)));
    }

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void AFunctionThatGivesSomethingElseIsReported(string asker, string function) =>
        Assert.NotEmpty(Assert.Throws<InvalidOperationException>(() => Askers[asker](Functions[function])).Message);

    [Theory]
    [MemberData(nameof(AskerNames))]
    public void AnExceptionOfTheFunctionReachesTheCallerUnchanged(string asker)
    {
        var error = new TimeoutException("too slow");
        int calls = 0;
        Assert.Same(error, Assert.Throws<TimeoutException>(() => Askers[asker](_ => throw error)));
        Assert.Same(error, Assert.Throws<TimeoutException>(
            () => Askers[asker](x => Interlocked.Increment(ref calls) > 1 ? throw error : Predict(x))));
    }

    [Fact]
    public void WeightsThatAreNaNAreReported()
    {
        Sequential broken = Examples.Classifier("tanh");
        broken.Parameters[1].Value[2] = float.NaN;
        Assert.All(
            new Action[]
            {
                () => DeadNeuronReport.Of(broken, Background), () => MaxActivatingInputs.Of(broken, Background, "dense", neuron: 2),
                () => ActivationMaximization.Of(broken, "dense", neuron: 2),
                () => ActivationMaximization.Of(broken, "dense_1", neuron: 0),
            },
            act => Assert.Contains("NaN", Assert.Throws<InvalidOperationException>(act).Message, StringComparison.Ordinal));
        Assert.True(float.IsNaN(new ActivationRecorder(broken).Record(Background)["dense"][0, 2]));
    }

    private static IEnumerable<(string Method, string Argument, string What, Action Act)> All() =>
    [
        .. Rows(), .. Models(), .. Settings(), .. Importance(), .. Dependence(), .. NeuronTools(), .. FeatureNames(), .. Results(),
    ];

    private static IEnumerable<(string, string, string, Action)> Rows()
    {
        foreach ((string method, Explainer explainer) in ExplainerTests.All(Model, Background))
        {
            foreach ((string what, Tensor? rows) in method == "Occlusion" ? BadRows : BadRowsOfAModel)
                yield return (method, "x", what, () => explainer.ExplainRows(rows!));
            yield return (method, "row", "null", () => explainer.Explain((Tensor)null!));
            yield return (method, "row", "NaN", () => explainer.Explain(new float[] { 1, 2, float.NaN, 4 }));
            yield return (method, "row", "empty", () => explainer.Explain(new Tensor([0])));
            yield return (method, "output", "too great", () => explainer.Explain(Row, output: 3));
            yield return (method, "output", "too great for many rows", () => explainer.ExplainRows(Background, output: 3));
            yield return (method, "output", "negative", () => explainer.Explain(Row, output: -1));
            yield return (method, "output", "negative for many rows", () => explainer.ExplainRows(Background, output: -1));
            if (method != "Occlusion")
            {
                yield return (method, "row", "another width", () => explainer.Explain(new float[] { 1, 2, 3 }));
                yield return (method, "row", "two rows", () => explainer.Explain(Examples.Rows(2, 4, 1)));
                yield return (method, "row", "a number", () => explainer.Explain(new Tensor([])));
            }
        }

        foreach ((string what, Tensor? rows) in BadRows)
        {
            yield return ("Lime", "background", what, () => new Lime(Predict, rows!));
            yield return ("KernelShap", "background", what, () => new KernelShap(Predict, rows!));
            yield return ("ExactShapley", "background", what, () => new ExactShapley(Predict, rows!));
        }

        foreach ((string what, Tensor? rows) in BadRowsOfAModel)
        {
            yield return ("GradientShap", "background", what, () => new GradientShap(Model, rows!));
            yield return ("DeepShap", "background", what, () => new DeepShap(Model, rows!));
        }

        foreach (Tensor baseline in new[] { new Tensor([3]), new Tensor([0]), new Tensor([2, 4]), new float[] { 1, float.NaN, 2, 3 } })
        {
            yield return ("IntegratedGradients", "baseline", $"{baseline.Shape} {string.Join(' ', baseline.ToArray())}",
                () => new IntegratedGradients(Model, baseline));
        }
    }

    private static IEnumerable<(string, string, string, Action)> Models()
    {
        Input first = new(2, seed: 1), second = new(2);
        var twoInputs = new Model([first, second], [first.Add(second)]);
        Model step = new Sequential(4, seed: 1).Dense(3, "step").Dense(1), words = new Sequential(4, seed: 1).Embedding(9, 2).Flatten();
        Dictionary<string, Action<Model, Features?>> byModel = new()
        {
            ["Saliency"] = (model, names) => new Saliency(model, names),
            ["InputXGradient"] = (model, names) => new InputXGradient(model, names),
            ["IntegratedGradients"] = (model, names) => new IntegratedGradients(model, features: names),
            ["GradientShap"] = (model, names) => new GradientShap(model, Background, features: names),
            ["DeepShap"] = (model, names) => new DeepShap(model, Background, names),
            ["ActivationMaximization"] = (model, _) => ActivationMaximization.Of(model, model.Layers[^1].Name, neuron: 0),
            ["ActivationRecorder"] = (model, _) => new ActivationRecorder(model),
            ["DeadNeuronReport"] = (model, _) => DeadNeuronReport.Of(model, Background),
            ["MaxActivatingInputs"] = (model, _) => MaxActivatingInputs.Of(model, Background, "add", neuron: 0),
        };
        string[] taking = ["Saliency", "InputXGradient", "IntegratedGradients", "GradientShap", "DeepShap"];
        foreach ((string method, Action<Model, Features?> make) in byModel)
        {
            if (method != "ActivationMaximization")
                yield return (method, "model", "null", () => make(null!, null));
            yield return (method, "model", "two inputs", () => make(twoInputs, null));
            if (taking.Contains(method))
                yield return (method, "features", "another number of names", () => make(Model, TooFewNames));
            if (taking.Contains(method) || method == "ActivationMaximization")
                yield return (method, "model", "tokens", () => make(words, null));
            if (taking.Except(["DeepShap"]).Contains(method))
                yield return (method, "model", "a layer without derivative", () => make(step, null));
        }

        Dictionary<string, Action<Func<Tensor, Tensor>, Features?>> byFunction = new()
        {
            ["Lime"] = (predict, names) => new Lime(predict, Background, features: names),
            ["KernelShap"] = (predict, names) => new KernelShap(predict, Background, features: names),
            ["ExactShapley"] = (predict, names) => new ExactShapley(predict, Background, names),
            ["Occlusion"] = (predict, names) => new Occlusion(predict, names).Explain(Row),
            ["PermutationImportance"] = (predict, names) =>
                PermutationImportance.Of(predict, Background, Targets, "mse", features: names),
            ["PartialDependence"] = (predict, names) => PartialDependence.Of(predict, Background, "a", output: 0, features: names),
        };
        foreach ((string method, Action<Func<Tensor, Tensor>, Features?> make) in byFunction)
        {
            yield return (method, "predict", "null", () => make(null!, Names));
            yield return (method, "features", "another number of names", () => make(Predict, TooFewNames));
        }
    }

    private static IEnumerable<(string, string, string, Action)> Settings()
    {
        foreach (int count in new[] { 0, -1, int.MinValue })
        {
            yield return ("IntegratedGradients", "steps", $"{count}", () => new IntegratedGradients(Model, steps: count));
            yield return ("SmoothGrad", "samples", $"{count}", () => new SmoothGrad(new Saliency(Model), samples: count));
            yield return ("GradientShap", "samples", $"{count}", () => new GradientShap(Model, Background, samples: count));
            yield return ("Lime", "samples", $"{count}", () => new Lime(Predict, Background, samples: count));
            yield return ("KernelShap", "samples", $"{count}", () => new KernelShap(Predict, Background, samples: count));
        }

        foreach (float number in new[] { -1, float.NaN, float.PositiveInfinity })
            yield return ("SmoothGrad", "noise", $"{number}", () => new SmoothGrad(new Saliency(Model), number));
        foreach (double number in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            yield return ("Lime", "kernelWidth", $"{number}", () => new Lime(Predict, Background, kernelWidth: number));
            yield return ("LocalRegression.Ridge", "penalty", $"{number}", () => LocalRegression.Ridge(number));
        }

        foreach (double number in new[] { -1, double.NaN, double.PositiveInfinity })
            yield return ("LocalRegression.Lasso", "penalty", $"{number}", () => LocalRegression.Lasso(number));
        yield return ("SmoothGrad", "explainer", "null", () => new SmoothGrad(null!));
        yield return ("Occlusion", "baseline", "NaN", () => new Occlusion(Predict, baseline: float.NaN));
        yield return ("ExactShapley", "features", "16", () => new ExactShapley(x => x, Examples.Rows(3, 16, seed: 1)));
    }

    private static IEnumerable<(string, string, string, Action)> Importance()
    {
        static void Of(Tensor x, Tensor y, string metric = "accuracy", int repeats = 5) =>
            PermutationImportance.Of(Predict, x, y, metric, repeats);

        const string method = "PermutationImportance";
        Tensor classes = new Tensor([20]), broken = new Tensor([20]);
        broken[7] = float.NaN;
        foreach ((string what, Tensor? rows) in BadRows)
            yield return (method, "x", what, () => Of(rows!, classes));
        yield return (method, "x", "one row", () => Of(Examples.Rows(1, 4, seed: 1), new Tensor([1])));
        yield return (method, "y", "null", () => Of(Background, null!));
        yield return (method, "y", "too few", () => Of(Background, new Tensor([19])));
        yield return (method, "y", "a number", () => Of(Background, new Tensor([])));
        yield return (method, "y", "another width", () => Of(Background, new Tensor([20, 4]), "mse"));
        yield return (method, "y", "NaN", () => Of(Background, broken));
        yield return (method, "metric", "null", () => PermutationImportance.Of(Predict, Background, classes, null!));
        yield return (method, "repeats", "0", () => Of(Background, classes, repeats: 0));
        yield return (method, "repeats", "negative", () => Of(Background, classes, repeats: -3));
    }

    private static IEnumerable<(string, string, string, Action)> Dependence()
    {
        static void Of(Tensor x, string feature = "x1", int output = 0, int points = 20) =>
            PartialDependence.Of(Predict, x, feature, output, points);

        const string method = "PartialDependence";
        foreach ((string what, Tensor? rows) in BadRows)
            yield return (method, "x", what, () => Of(rows!));
        yield return (method, "feature", "null", () => Of(Background, feature: null!));
        yield return (method, "feature", "unknown", () => Of(Background, feature: "x4"));
        yield return (method, "feature", "constant", () => Of(Examples.Rows(1, 4, seed: 1)));
        yield return (method, "output", "too great", () => Of(Background, output: 3));
        yield return (method, "output", "negative", () => Of(Background, output: -1));
        yield return (method, "points", "1", () => Of(Background, points: 1));
        yield return (method, "points", "negative", () => Of(Background, points: int.MinValue));
    }

    private static IEnumerable<(string, string, string, Action)> NeuronTools()
    {
        foreach ((string what, Tensor? rows) in BadRowsOfAModel)
        {
            yield return ("ActivationRecorder", "x", what, () => new ActivationRecorder(Model).Record(rows!));
            yield return ("DeadNeuronReport", "x", what, () => DeadNeuronReport.Of(Model, rows!));
            yield return ("MaxActivatingInputs", "x", what, () => MaxActivatingInputs.Of(Model, rows!, "dense", neuron: 0));
        }

        yield return ("DeadNeuronReport", "x", "one row", () => DeadNeuronReport.Of(Model, Examples.Rows(1, 4, seed: 1)));
        Dictionary<string, Action<string, int>> byNeuron = new()
        {
            ["MaxActivatingInputs"] = (layer, neuron) => MaxActivatingInputs.Of(Model, Background, layer, neuron),
            ["ActivationMaximization"] = (layer, neuron) => ActivationMaximization.Of(Model, layer, neuron),
        };
        foreach ((string method, Action<string, int> of) in byNeuron)
        {
            yield return (method, "layerName", "null", () => of(null!, 0));
            yield return (method, "layerName", "unknown", () => of("none", 0));
            yield return (method, "neuron", "too great", () => of("dense_1", 8));
            yield return (method, "neuron", "negative", () => of("dense_1", -1));
        }

        yield return ("MaxActivatingInputs", "count", "0", () => MaxActivatingInputs.Of(Model, Background, "dense", neuron: 0, count: 0));
        static void Climb(
            Tensor? start = null, int steps = 5, float stepSize = 0.02f, float decay = 0.001f, float minimum = -1, float maximum = 1) =>
            ActivationMaximization.Of(Model, "dense", neuron: 0, start, steps, stepSize, decay, minimum, maximum);

        const string climb = "ActivationMaximization";
        yield return (climb, "model", "null", () => ActivationMaximization.Of(null!, "dense", neuron: 0));
        yield return (climb, "steps", "0", () => Climb(steps: 0));
        yield return (climb, "stepSize", "0", () => Climb(stepSize: 0));
        yield return (climb, "stepSize", "NaN", () => Climb(stepSize: float.NaN));
        yield return (climb, "decay", "1", () => Climb(decay: 1));
        yield return (climb, "decay", "negative", () => Climb(decay: -0.1f));
        yield return (climb, "decay", "NaN", () => Climb(decay: float.NaN));
        yield return (climb, "maximum", "the minimum", () => Climb(minimum: 1));
        yield return (climb, "maximum", "NaN", () => Climb(maximum: float.NaN));
        yield return (climb, "maximum", "too far from the minimum", () => Climb(minimum: float.MinValue, maximum: float.MaxValue));
        yield return (climb, "start", "another width", () => Climb(new Tensor([3])));
        yield return (climb, "start", "NaN", () => Climb(new float[] { 0, float.NaN, 0, 0 }));
    }

    private static IEnumerable<(string, string, string, Action)> FeatureNames()
    {
        yield return ("Features", "names", "null", () => new Features(null!));
        yield return ("Features", "names", "none", () => new Features([]));
        yield return ("Features", "names", "null among them", () => new Features("a", null!));
        yield return ("Features", "names", "twice", () => new Features("a", "a"));
        yield return ("Features.Of", "row", "null", () => Features.Of(null!));
        yield return ("Features.Of", "row", "empty", () => Features.Of([2, 0]));
        yield return ("Features.Patches", "image", "null", () => Features.Patches(null!, 2));
        yield return ("Features.Patches", "image", "one axis", () => Features.Patches(4, 2));
        yield return ("Features.Patches", "image", "empty", () => Features.Patches([4, 0], 2));
        yield return ("Features.Patches", "patchHeight", "0", () => Features.Patches([4, 4], 0));
        yield return ("Features.Patches", "patchWidth", "negative", () => Features.Patches([4, 4], 2, -1));
        yield return ("Features.Group", "name", "null", () => Names.Group(null!, 0));
        yield return ("Features.Group", "name", "empty", () => Names.Group("", 0));
        yield return ("Features.Group", "name", "taken", () => Names.Group("d", 0, 1));
        yield return ("Features.Group", "columns", "null", () => Names.Group("g", (IReadOnlyList<int>)null!));
        yield return ("Features.Group", "columns", "null names", () => Names.Group("g", (IReadOnlyList<string>)null!));
        yield return ("Features.Group", "columns", "none", () => Names.Group("g", new List<int>()));
        yield return ("Features.Group", "columns", "twice", () => Names.Group("g", 0, 0));
        yield return ("Features.Group", "columns", "too great", () => Names.Group("g", 1, 4));
        yield return ("Features.Group", "columns", "negative", () => Names.Group("g", -1));
        yield return ("Features.Group", "columns", "unknown", () => Names.Group("g", "a", "e"));
        yield return ("Features.Group", "columns", "null among them", () => Names.Group("g", "a", null!));
        yield return ("Features.Group", "columns", "grouped", () => Names.Group("g", 0, 1).Group("h", 1, 2));
        yield return ("Features.Columns", "feature", "too great", () => Names.Columns(4));
        yield return ("Features.Columns", "feature", "negative", () => Names.Columns(-1));
        yield return ("Features.IndexOf", "name", "null", () => Names.IndexOf(null!));
        yield return ("Features.IndexOf", "name", "unknown", () => Names.IndexOf("e"));
    }

    private static IEnumerable<(string, string, string, Action)> Results()
    {
        foreach (string? name in new[] { null, "none" })
        {
            string what = name ?? "null";
            yield return ("Attribution", "feature", what, () => _ = new Saliency(Model).Explain(Row)[name!]);
            yield return ("PermutationImportance.Scores", "feature", what,
                () => PermutationImportance.Of(Predict, Background, new Tensor([20]), "accuracy").Scores(name!));
            yield return ("ActivationRecording", "layerName", what, () => _ = new ActivationRecorder(Model).Record(Background)[name!]);
        }
    }

    private static Tensor With(float value)
    {
        Tensor rows = Examples.Rows(3, 4, seed: 1);
        rows[1, 2] = value;
        return rows;
    }

    private static Tensor Filled(int rows, float value)
    {
        var tensor = new Tensor([rows, 3]);
        tensor.AsSpan().Fill(value);
        return tensor;
    }
}
