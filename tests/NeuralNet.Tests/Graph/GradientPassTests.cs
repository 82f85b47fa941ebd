namespace NeuralNet.Tests;

public class GradientPassTests
{
    private static readonly Tensor X = new float[,] { { 1, -2 }, { 0.5f, 3 }, { -1, 0.25f } };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GivesThePredictionsAndTheGradientsOfTheInputs(bool isRented)
    {
        Model model = new Sequential(2, seed: 1).Dense(5, "tanh").Dense(3, "softmax");
        Tensor gradient = new float[,] { { 1, 0, 0 }, { 0, 2, 0 }, { 0, 1, -1 } };
        using GradientPass pass = isRented ? model.RentGradientPass([X.Shape]) : new GradientPass(model, [X.Shape]);
        Assert.Equal(3, pass.BatchSize);
        X.AsSpan().CopyTo(pass.Inputs[0].AsSpan());
        pass.Forward();
        Assert.Equal(model.Predict(X).ToArray(), pass.Outputs[0].ToArray());
        for (int repeat = 0; repeat < 2; repeat++)
        {
            gradient.AsSpan().CopyTo(pass.OutputGradients[0].AsSpan());
            pass.Backward();
            Assert.Equal(model.InputGradient(X, gradient).ToArray(), pass.InputGradients[0].ToArray());
        }
    }

    [Fact]
    public void ARuleOfTheCallerMayBeThatOfTheLibrary()
    {
        var input = new Input(2, seed: 1);
        Node hidden = input.Dense(4, "tanh");
        var model = new Model(input, hidden.Add(input.Dense(4)).Dense(2, "sigmoid"));
        Tensor gradient = new float[,] { { 1, 0 }, { 0, 2 }, { 1, -1 } };
        var pass = new GradientPass(model, [X.Shape]);
        X.AsSpan().CopyTo(pass.Inputs[0].AsSpan());
        pass.Forward();
        gradient.AsSpan().CopyTo(pass.OutputGradients[0].AsSpan());
        var seen = new List<int>();
        pass.Backward(node =>
        {
            seen.Add(node.Index);
            Assert.Same(model.Graph.Nodes[node.Index].Layer, node.Layer);
            Assert.Same(pass.Nodes[node.Index], node);
            node.Layer.FinalActivation?.Differentiate(node.Frame.PreActivation, node.Output, node.Frame.OutputGradient);
            node.BackwardFromPreActivation();
        });
        Assert.Equal(model.InputGradient(X, gradient).ToArray(), pass.InputGradients[0].ToArray());
        Assert.Equal([.. seen.OrderDescending()], seen);
        Assert.Equal(model.Layers.Count, seen.Count);
    }

    [Fact]
    public void GoingBackwardFirstIsRefused()
    {
        Model model = new Sequential(2, seed: 1).Dense(1);
        using GradientPass pass = model.RentGradientPass([X.Shape]);
        Assert.Contains("Forward", Assert.Throws<InvalidOperationException>(() => pass.Backward()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pass.Backward(_ => { }));
    }

    [Fact]
    public void ValuesBeforeEveryActivationAreKept()
    {
        Model model = new Sequential(2, seed: 1).Dense(5, "relu").Dense(3, "tanh");
        var pass = new GradientPass(model, [X.Shape]);
        X.AsSpan().CopyTo(pass.Inputs[0].AsSpan());
        pass.Forward();
        NodePass first = pass.Nodes[1], last = pass.Nodes[2];
        Assert.Equal(Activation.ReLU.Call(first.Frame.PreActivation).ToArray(), first.Output.ToArray());
        Assert.Contains(first.Frame.PreActivation.ToArray(), value => value < 0);
        Assert.Equal(model.Logits().Predict(X).ToArray(), last.Frame.PreActivation.ToArray());
        Assert.Equal(model.Predict(X).ToArray(), last.Output.ToArray());
    }

    [Fact]
    public void ALayerAloneIsDifferentiated()
    {
        var layer = new Dense(1, "tanh");
        Tensor y = layer.Call(X, seed: 3), kernel = layer.Parameters[0].Value;
        var pass = new GradientPass(layer, [X.Shape]);
        X.AsSpan().CopyTo(pass.Inputs[0].AsSpan());
        pass.Forward();
        Assert.Equal(y.ToArray(), pass.Outputs[0].ToArray());
        pass.OutputGradients[0].AsSpan().Fill(1);
        pass.Backward();
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 2; column++)
                Assert.Equal((1 - y[row, 0] * y[row, 0]) * kernel[column, 0], pass.InputGradients[0][row, column], 1e-6f);
    }

    [Fact]
    public void MemoryReturnsToTheModelAndIsNotUsedAfterThat()
    {
        Model model = new Sequential(2, seed: 1).Dense(1);
        GradientPass pass = model.RentGradientPass([[4, 2]]);
        Tensor inputs = pass.Inputs[0];
        pass.Dispose();
        pass.Dispose();
        Assert.Throws<ObjectDisposedException>(pass.Forward);
        Assert.Throws<ObjectDisposedException>(pass.Backward);
        using GradientPass second = model.RentGradientPass([[4, 2]]), third = model.RentGradientPass([[4, 2]]);
        Assert.Same(inputs, second.Inputs[0]);
        Assert.NotSame(inputs, third.Inputs[0]);
    }

    [Fact]
    public void AnOpenAxisTakesEachLength()
    {
        var input = new Input([null, 2], seed: 1);
        var model = new Model(input, input.Dense(3).GlobalAveragePooling1D());
        foreach (int length in new[] { 4, 7 })
        {
            using GradientPass pass = model.RentGradientPass([[2, length, 2]]);
            Assert.Equal([2, length, 2], pass.InputGradients[0].Shape);
        }
    }

    [Fact]
    public void ShapesThatAreNotTheModelsAreRefused()
    {
        Model model = new Sequential(2, seed: 1).Dense(1);
        foreach (Shape[] shapes in new Shape[][] { [], [[3, 3]], [[2]], [[0, 2]], [[1, 2], [1, 2]], [[Shape.Open, 2]] })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => model.RentGradientPass(shapes));
            Assert.Contains("(None, 2)", error.Message, StringComparison.Ordinal);
            Assert.Equal("inputShapes", error.ParamName);
            Assert.Throws<ArgumentException>("inputShapes", () => new GradientPass(model, shapes));
        }

        Assert.Throws<ArgumentNullException>("inputShapes", () => model.RentGradientPass(null!));
        Assert.Contains("inputShapes[0]", Assert.Throws<ArgumentNullException>("inputShapes", () => model.RentGradientPass([null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new GradientPass((Model)null!, [[3, 2]]));
        Assert.Throws<ArgumentNullException>(() => new GradientPass((Layer)null!, [[3, 2]]));
    }

    public static TheoryData<Shape[]> ShapesThatAreNoBatches => [[], [[]], [[Shape.Open, 2]], [[3, Shape.Open]], [[0, 2]], [[3, 0]]];

    [Theory]
    [MemberData(nameof(ShapesThatAreNoBatches))]
    public void ShapesThatAreNoBatchesOfALayerAreRefused(Shape[] shapes)
    {
        var layer = new Dense(1);
        layer.Call(X, seed: 3);
        ArgumentException error = Assert.Throws<ArgumentException>("inputShapes", () => new GradientPass(layer, shapes));
        Assert.Contains("through the layer 'dense' (Dense) takes the shapes of its inputs as (rows, …)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("inputShapes", () => new GradientPass(layer, [null!]));
    }

    [Fact]
    public void InputsOfALayerHaveOneNumberOfRows()
    {
        var layer = new Add();
        layer.Call([X, X]);
        Assert.Throws<ArgumentException>("inputShapes", () => new GradientPass(layer, [[3, 2], [4, 2]]));
        Assert.Equal(3, new GradientPass(layer, [[3, 2], [3, 2]]).BatchSize);
    }

    [Fact]
    public void AShapeThatTheLayerCannotTakeIsRefused()
    {
        var layer = new Dense(1);
        layer.Call(X, seed: 3);
        Assert.Contains("'dense'", Assert.Throws<ArgumentException>(() => new GradientPass(layer, [[3, 5]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerWithoutWeightsIsRefused()
    {
        var layer = new Dense(1);
        Assert.Contains("has no weights yet", Assert.Throws<ArgumentException>("layer", () => new GradientPass(layer, [X.Shape])).Message, StringComparison.Ordinal);
        new Input(2).Add(layer);
        Assert.Throws<ArgumentException>("layer", () => new GradientPass(layer, [X.Shape]));
    }

    [Fact]
    public void ATrainingStepBetweenForwardAndBackwardIsDetected()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(), Loss.MeanSquaredError);
        using GradientPass pass = model.RentGradientPass([X.Shape]);
        pass.Forward();
        model.TrainOnBatch(X, new float[,] { { 1 }, { 2 }, { 3 } });
        pass.OutputGradients[0].AsSpan().Fill(1);
        string message = Assert.Throws<InvalidOperationException>(pass.Backward).Message;
        Assert.Contains("training step", message, StringComparison.Ordinal);
        Assert.Contains("Run a gradient pass in a callback", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Predict", message, StringComparison.Ordinal);
        pass.Forward();
        pass.OutputGradients[0].AsSpan().Fill(1);
        pass.Backward();
    }

    [Fact]
    public void OutputShapesFollowFromTheInputs()
    {
        var input = new Input([null, 2], seed: 1);
        var model = new Model(input, input.Dense(3));
        Assert.Equal([4, 5, 3], Assert.Single(model.OutputShapesFor([new Tensor([4, 5, 2])])));
        Assert.Throws<ArgumentException>(() => model.OutputShapesFor([new Tensor([4, 5, 3])]));
        Assert.Throws<ArgumentException>(() => model.OutputShapesFor([]));
        Assert.Throws<ArgumentException>(() => model.OutputShapesFor([new Tensor([0, 5, 2])]));
    }
}
