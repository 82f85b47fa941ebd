namespace NeuralNet.Tests;

public class GraphTests
{
    [Fact]
    public void SharedLayersAddUpTheirGradients()
    {
        var input = new Input(3, seed: 1);
        var shared = new Dense(3, "tanh");
        CheckGradients(new Model(input, input.Add(shared).Add(shared).Add(shared).Dense(2)));
    }

    [Fact]
    public void FanOutAddsUpItsGradients()
    {
        var input = new Input(3, seed: 1);
        Node hidden = input.Dense(4, "tanh");
        CheckGradients(new Model(input, hidden.Dense(4, "sigmoid").Add(hidden, hidden.Dense(4)).Concatenate(hidden, input).Dense(2)));
    }

    [Fact]
    public void OneNodeMayEnterALayerTwice()
    {
        var input = new Input(3, seed: 1);
        Node hidden = input.Dense(2, "tanh");
        CheckGradients(new Model(input, hidden.Concatenate(hidden).Add(hidden.Concatenate(hidden)).Dense(1)));
    }

    [Fact]
    public void SeveralInputsAndOutputs()
    {
        Input left = new(2, seed: 1), right = new(3);
        Node joined = left.Dense(4, "tanh").Concatenate(right);
        CheckGradients(new Model([left, right], [joined.Dense(2), joined, right.Dense(1)]));
    }

    /// <summary>Compares Add and Concatenate with their definitions for one row.</summary>
    [Fact]
    public void MergingLayersComputeTheirFormulas()
    {
        Input left = new(2, seed: 1), right = new(2);
        var model = new Model([left, right], [left.Add(right), left.Concatenate(right, left)]);
        IReadOnlyList<Tensor> outputs = model.Predict([new float[,] { { 1, 2 } }, new float[,] { { 10, 20 } }]);
        Assert.Equal([11, 22], outputs[0].ToArray());
        Assert.Equal([1, 2, 10, 20, 1, 2], outputs[1].ToArray());
        Assert.Equal([[2], [6]], model.OutputShapes);
    }

    [Fact]
    public void ConcatenateAlongAnInnerAxis()
    {
        Input left = new([2, 2], seed: 1), right = new([1, 2]);
        var model = new Model([left, right], [left.Merge(new Concatenate(axis: 1), right)]);
        Tensor x = new([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), y = new([2, 1, 2], [10, 20, 30, 40]);
        Assert.Equal([1, 2, 3, 4, 10, 20, 5, 6, 7, 8, 30, 40], model.Predict([x, y])[0].ToArray());
    }

    [Fact]
    public void SharedLayerIsOneLayerWithOneSetOfParameters()
    {
        var input = new Input(3, seed: 1);
        var shared = new Dense(3);
        var model = new Model(input, input.Add(shared).Add(shared));
        Assert.Equal([shared], model.Layers);
        Assert.Equal(2, model.Parameters.Count);
    }

    [Fact]
    public void LayersMayBeSharedBetweenModels()
    {
        var input = new Input(3, seed: 1);
        Node features = input.Dense(4, "tanh", name: "features");
        Model extractor = new(input, features), classifier = new(input, features.Dense(1, "sigmoid"));
        int[] kernel = Bits.Of(extractor.GetLayer("features").Parameters[0].Value);
        Assert.Same(extractor.GetLayer("features"), classifier.GetLayer("features"));
        classifier.Compile("adam", "bce");
        classifier.Fit(TestData.Normal([8, 3], 1), TestData.Integers([8, 1], 2, 2), verbose: Verbosity.Silent);
        Assert.NotEqual(kernel, Bits.Of(extractor.GetLayer("features").Parameters[0].Value));
    }

    // Names

    [Fact]
    public void LayersAreNamedAsInKeras()
    {
        var model = new Sequential(2, seed: 1).Dense(2).Dropout(0.5f).Dense(2,
            name: "dense_1").Activation("relu").Dense(2).Flatten().Dense(1);
        Assert.Equal(
            ["dense", "dropout", "dense_1", "activation", "dense_2", "flatten", "dense_3"], model.Layers.Select(layer => layer.Name));
        Assert.Same(model.Layers[4], model.GetLayer("dense_2"));
        Assert.Equal("dense_2/kernel", model.Layers[4].Parameters[0].Name);
    }

    // Freezing

    [Fact]
    public void FrozenLayersStayAndCostNothing()
    {
        ProbeLayer bottom = new(hasParameter: true), middle = new(), top = new();
        var model = new Sequential(2, seed: 1).Add(bottom).Dense(3, "tanh", name: "low").Add(middle).Dense(3, "tanh",
            name: "high").Add(top).Dense(1);
        model.Freeze("low", bottom.Name);
        model.Compile("adam", "mse");
        int[] low = [.. model.GetLayer("low").Parameters.SelectMany(parameter => Bits.Of(parameter.Value))];
        int[] high = Bits.Of(model.GetLayer("high").Parameters[0].Value);
        Fit(model);
        Assert.Equal(low, model.GetLayer("low").Parameters.SelectMany(parameter => Bits.Of(parameter.Value)));
        Assert.NotEqual(high, Bits.Of(model.GetLayer("high").Parameters[0].Value));
        Assert.Equal((0, 0, 1), (bottom.Backwards, middle.Backwards, top.Backwards));

        model.Unfreeze("low");
        Fit(model);
        Assert.NotEqual(low, model.GetLayer("low").Parameters.SelectMany(parameter => Bits.Of(parameter.Value)));
        Assert.Equal((0, 1, 2), (bottom.Backwards, middle.Backwards, top.Backwards));
    }

    [Fact]
    public void GradientsPassThroughAFrozenLayer()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "tanh", name: "low").Dense(3, "tanh", name: "frozen").Dense(1);
        model.Freeze("frozen");
        model.Compile("sgd", "mse");
        int[] low = Bits.Of(model.GetLayer("low").Parameters[0].Value), frozen = Bits.Of(model.GetLayer("frozen").Parameters[0].Value);
        Fit(model);
        Assert.NotEqual(low, Bits.Of(model.GetLayer("low").Parameters[0].Value));
        Assert.Equal(frozen, Bits.Of(model.GetLayer("frozen").Parameters[0].Value));
    }

    [Fact]
    public void FreezeWithoutNamesFreezesAll()
    {
        var model = new Sequential(2, seed: 1).Dense(3).Dense(1);
        model.Compile("sgd", "mse");
        int[] before = Bits.Of(model);
        model.Freeze();
        Fit(model);
        Assert.Equal(before, Bits.Of(model));
        model.Unfreeze();
        Fit(model);
        Assert.NotEqual(before, Bits.Of(model));
    }

    [Fact]
    public void MomentsOfAFrozenLayerAreFoundAgain()
    {
        Sequential frozenBetween = Adam(), never = Adam();
        Fit(frozenBetween);
        frozenBetween.Freeze();
        Fit(frozenBetween);
        frozenBetween.Unfreeze();
        long slots = frozenBetween.OptimizerParameters;
        Fit(frozenBetween);
        Assert.True(frozenBetween.OptimizerParameters > slots);
        Fit(never);
        Assert.Equal(never.OptimizerParameters, frozenBetween.OptimizerParameters);

        static Sequential Adam()
        {
            var model = new Sequential(2, seed: 1).Dense(3).Dense(1);
            model.Compile("adam", "mse");
            return model;
        }
    }

    private static void Fit(Model model) => model.Fit(TestData.Normal([8, 2], 1), TestData.Normal([8, 1], 2), verbose: Verbosity.Silent);

    /// <summary>Compares the gradients of every parameter and every input of the graph with finite differences.</summary>
    private static void CheckGradients(Model model)
    {
        const int BatchSize = 3;
        var space = new ParameterSpace(model.Parameters);
        var plan = new ExecutionPlan(model.Graph, BatchSize, new PlanOptions { Gradients = space, DifferentiatesInputs = true });
        Tensor[] inputs = [.. plan.Inputs.Select((input, i) => TestData.Normal(input.Shape, seed: 5 + i))];
        Tensor[] upstream = [.. plan.Outputs.Select((output, i) => TestData.Normal(output.Shape, seed: 15 + i))];
        Value();
        for (int i = 0; i < upstream.Length; i++)
            upstream[i].Data.CopyTo(plan.OutputGradients[i]!.Data);
        plan.Backward();
        Tensor[] inputGradients = [.. inputs.Select((_, i) => plan.InputGradients[i]!.Clone())];
        Tensor[] gradients = [.. model.Parameters.Select(parameter => space.Of(parameter)!.Values.Clone())];
        for (int i = 0; i < gradients.Length; i++)
            DirectionalDerivative.Check(Value, model.Parameters[i].Value.Data, gradients[i].Data, model.Parameters[i].Name);
        for (int i = 0; i < inputs.Length; i++)
            DirectionalDerivative.Check(Value, inputs[i].Data, inputGradients[i].Data, $"input {i}");

        double Value()
        {
            for (int i = 0; i < inputs.Length; i++)
                inputs[i].Data.CopyTo(plan.Inputs[i].Data);
            plan.Forward();
            return plan.Outputs.Select((output, i) => output.ToArray().Select((value,
                k) => (double)value * upstream[i].Data[k]).Sum()).Sum();
        }
    }
}
