namespace NeuralNet.Tests;

/// <summary>Tests that the backward pass and the optimizer do no work below the lowest trainable layer, in graphs of all forms.</summary>
public class FrozenCostTests
{
    private static readonly Tensor X = TestData.Normal([8, 3], 1), Y = TestData.Normal([8, 1], 2);

    [Fact]
    public void TheLowestTrainableLayerComputesNoGradientOfItsInput()
    {
        ProbeLayer frozen = new(hasParameter: true), lowest = new(hasParameter: true), above = new();
        Sequential model = new Sequential(3, seed: 1).Add(frozen).Dense(3, "tanh", name: "trunk").Add(lowest).Add(above).Dense(1);
        model.Freeze(frozen.Name, "trunk");
        Train(model);
        Assert.Equal((1, 0, 0), Calls(frozen));
        Assert.Equal((1, 1, 0), Calls(lowest));
        Assert.Equal((1, 1, 1), Calls(above));
    }

    [Fact]
    public void AFrozenBranchHasNoBackwardPass()
    {
        ProbeLayer frozen = new(hasParameter: true), trained = new(), merged = new();
        var left = new Input(3, seed: 1);
        var right = new Input(3);
        Node first = left.Add(frozen).Dense(3, "relu", name: "left"), second = right.Dense(3, "relu", name: "right").Add(trained);
        var model = new Model([left, right], [first.Add(second).Add(merged).Dense(1, name: "head")]);
        model.Freeze(frozen.Name, "left", "head");
        Train(model, X, X);
        Assert.Equal((1, 0, 0), Calls(frozen));
        Assert.Equal((1, 1, 1), Calls(trained));
        Assert.Equal((1, 1, 1), Calls(merged));
    }

    /// <summary>A value that a frozen and a trained branch use has a gradient from the trained one only.</summary>
    [Fact]
    public void AFrozenTrunkUnderTwoBranchesHasNoBackwardPass()
    {
        ProbeLayer trunk = new(hasParameter: true), left = new(hasParameter: true), right = new(hasParameter: true);
        var input = new Input(3, seed: 1);
        Node shared = input.Add(trunk);
        var model = new Model([input], [shared.Add(left).Add(shared.Add(right)).Dense(1)]);
        model.Freeze(trunk.Name, left.Name);
        Train(model);
        Assert.Equal((1, 0, 0), Calls(trunk));
        Assert.Equal((1, 0, 0), Calls(left));
        Assert.Equal((1, 1, 0), Calls(right));
    }

    [Theory]
    [InlineData("encoder", 0, 0)]
    [InlineData("encoder/low*", 0, 1)]
    public void AModelInsideAModelIsFrozenAsAWholeOrInParts(string pattern, int low, int high)
    {
        ProbeLayer lower = new(hasParameter: true, "low_probe"), upper = new(hasParameter: true, "high_probe");
        Sequential encoder = new Sequential(3, name: "encoder").Add(lower).Dense(3, "tanh", name: "low").Add(upper).Dense(3, name: "high");
        Sequential model = new Sequential(3, seed: 1).Add(encoder).Dense(1);
        model.Freeze(pattern);
        Train(model);
        Assert.Equal((1, low, 0), Calls(lower));
        Assert.Equal((1, high, 0), Calls(upper));
    }

    /// <summary>Neither gradients nor slots of frozen layers have memory, so that no loop of the optimizer visits them.</summary>
    [Fact]
    public void TheOptimizerKnowsOnlyTrainableLayers()
    {
        Sequential model = new Sequential(3, seed: 1).Dense(50).BatchNormalization().Dense(4, name: "head").Dense(1, name: "output");
        model.Freeze("dense", "batch_normalization", "output");
        model.Compile(new Adam { UseEma = true }, "mse");
        model.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent);
        Assert.Equal(["head/kernel", "head/bias"], model.GetOptimizerVariables().Slots.Keys.Select(parameter => parameter.Name));
        Assert.Equal(3 * ((50 * 4) + 4), model.OptimizerParameters);

        var space = new ParameterSpace([.. model.Parameters.Where(parameter => parameter.IsTrainable)]);
        var plan = new ExecutionPlan(model.Graph, 8, new PlanOptions { Gradients = space });
        Assert.Equal(208 + 16, space.Gradients.Length);
        Assert.Equal(
            ["head", "output"], plan.Passes.Where(pass => pass.Frame.OutputGradientOrNull is not null).Select(pass => pass.Layer.Name));
    }

    private static (int Forwards, int Backwards, int InputGradients) Calls(ProbeLayer layer) =>
        (layer.Forwards, layer.Backwards, layer.InputGradients);

    private static void Train(Model model, params Tensor[] inputs)
    {
        model.Compile("adam", "mse");
        model.Fit(inputs.Length > 0 ? inputs : [X], [Y], batchSize: 8, verbose: Verbosity.Silent);
    }
}
