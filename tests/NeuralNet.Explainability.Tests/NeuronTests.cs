namespace NeuralNet.Explainability.Tests;

public class NeuronTests
{
    private static readonly Tensor X = Examples.Rows(300, 4, seed: 4);

    [Fact]
    public void ARecordingHoldsEveryLayer()
    {
        Model model = Examples.Classifier("relu");
        ActivationRecording recording = new ActivationRecorder(model).Record(X);
        Assert.Equal(["dense", "dense_1", "dense_2"], recording.Layers.Select(pair => pair.Layer.Name));
        Assert.Equal(model.Predict(X).ToArray(), recording["dense_2"].ToArray());
        Tensor kernel = model.Parameters[0].Value, bias = model.Parameters[1].Value;
        double sum = bias[5];
        for (int i = 0; i < 4; i++)
            sum += (double)kernel[i, 5] * X[17, i];
        Assert.Equal(Math.Max(0, sum), recording["dense"][17, 5], 1e-5);
        Examples.AssertError<ArgumentException>("dense, dense_1", () => recording["none"]);
        Assert.Contains("dense_1", recording.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Layers of one name within nested models are distinguished.</summary>
    [Fact]
    public void LayersWithinOthersAreKnownByTheirPaths()
    {
        Sequential encoder = new Sequential(4, seed: 1, name: "encoder").Dense(3, "relu");
        Sequential model = new Sequential(4, seed: 2).Add(encoder).Dense(2, "relu");
        ActivationRecording recording = new ActivationRecorder(model).Record(X);
        Assert.Equal(encoder.Predict(X).ToArray(), recording["encoder/dense"].ToArray());
        Assert.Equal(model.Predict(X).ToArray(), recording["dense"].ToArray());
        Assert.Contains("encoder/dense  ", recording.ToString(), StringComparison.Ordinal);
        Examples.AssertError<ArgumentException>("encoder/dense, dense", () => recording["none"]);
        Assert.Equal(["encoder/dense", "dense"], DeadNeuronReport.Of(model, X).Layers.Select(layer => layer.LayerName));
    }

    [Fact]
    public void TheRowsOfTheHighestActivationsAreFound()
    {
        Model model = Examples.Classifier("tanh");
        IReadOnlyList<(int Row, float Activation)> found = MaxActivatingInputs.Of(model, X, "dense_1", neuron: 3, count: 5);
        Tensor outputs = new ActivationRecorder(model).Record(X)["dense_1"];
        int[] expected = [.. Enumerable.Range(0, 300).OrderByDescending(row => outputs[row, 3]).Take(5)];
        Assert.Equal(expected, found.Select(pair => pair.Row));
        Assert.Equal(expected.Select(row => outputs[row, 3]), found.Select(pair => pair.Activation));
        Examples.AssertError<ArgumentOutOfRangeException>("0 to 7", () => MaxActivatingInputs.Of(model, X, "dense_1", neuron: 8));
        Assert.Throws<ArgumentException>(() => MaxActivatingInputs.Of(model, X, "none", neuron: 0));
    }

    [Fact]
    public void DeadAndSaturatedNeuronsAreFound()
    {
        Sequential model = new Sequential(4, seed: 1).Dense(3, "relu").Dense(2, "sigmoid");
        Tensor bias = new float[] { 0, -1000, 0.5f };
        model.Parameters[1].SetValue(bias);
        model.Parameters[3].SetValue(new float[] { 500, 0 });
        DeadNeuronReport report = DeadNeuronReport.Of(model, Examples.Rows(1500, 4, seed: 8));
        Assert.Equal([1], report.Layers[0].Dead);
        Assert.Empty(report.Layers[0].Saturated);
        Assert.Equal([0], report.Layers[1].Saturated);
        Assert.Equal(1, report.DeadCount);
        Assert.Contains("dense: 1 dead, 0 saturated of 3; dead: 1", report.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => DeadNeuronReport.Of(model, Examples.Rows(1, 4, 1)));
    }

    [Fact]
    public void TheInputOfALinearNeuronGoesToTheCornerOfItsWeights()
    {
        Model model = Examples.Linear();
        ActivationMaximization found = ActivationMaximization.Of(model, "dense", neuron: 0, decay: 0);
        Assert.Equal([1, -1, 1, 1], found.Input.ToArray());
        Assert.Equal(2 + 1 + 0.5f + 3 + 0.25f, found.Activation, 1e-4f);
        Assert.Equal(201, found.Activations.Count);
    }

    [Fact]
    public void ModelsOfSeveralInputsAndBadRowsAreRefused()
    {
        Input first = new(2, seed: 1), second = new(2);
        var model = new Model([first, second], [first.Add(second)]);
        Assert.All(
            new Func<object>[]
            {
                () => new ActivationRecorder(model), () => DeadNeuronReport.Of(model, X),
                () => MaxActivatingInputs.Of(model, X, "add", 0), () => ActivationMaximization.Of(model, "add", 0),
            },
            use => Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal));
        Tensor broken = new float[,] { { 1, 2, float.NaN, 3 } };
        Assert.Throws<ArgumentException>(() => MaxActivatingInputs.Of(Examples.Linear(), broken, "dense", 0));
        Assert.Throws<ArgumentException>(() => MaxActivatingInputs.Of(Examples.Linear(), new Tensor([0, 4]), "dense", 0));
    }

    [Fact]
    public void TheActivationOfAHiddenNeuronGrows()
    {
        Model model = Examples.Classifier("tanh");
        ActivationMaximization found = ActivationMaximization.Of(model, "dense_1", neuron: 2, minimum: -3, maximum: 3, seed: 5);
        Assert.True(found.Activation > found.Activations[0] + 0.3f);
        Assert.All(found.Input.ToArray(), value => Assert.InRange(value, -3, 3));
        Assert.Equal(found.Activation, model.TakeUntil("dense_1").Predict(found.Input.Reshape([1, 4]))[0, 2], 1e-6f);
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationMaximization.Of(model, "dense_1", 2, minimum: 1, maximum: 1));
        Assert.Throws<ArgumentException>(() => ActivationMaximization.Of(model, "dense_1", 2, start: new float[] { 1 }));
    }
}
