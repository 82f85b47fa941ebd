using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests of layers and nodes that do not form a model.</summary>
public class BadModelTests
{
    [Fact]
    public void LayersThatDoNotFitTheirInputs()
    {
        Input left = new(2), right = new(3), square = new([2, 2]);
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Add(), right), "add", "(2,)", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Concatenate(), square), "concatenate", "(2,)", "(2, 2)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Concatenate(axis: 5), left), "concatenate", "axis 5", "(None, 2)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Dense(2), right), "dense", "one input", "2");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Concatenate(axis: 0), "axis", "batch");
        Refuses<ArgumentNullException>(() => left.Merge(new Add(), right, null!), "others[1] is null");
    }

    /// <summary>The message also helps callers that pass <c>model.Predict</c> as a function of one tensor.</summary>
    [Fact]
    public void OneTensorForSeveralInputs()
    {
        Input left = new(2), right = new(2);
        Node sum = left.Merge(new Add(), right);
        var model = new Model([left, right], [sum], "pair");
        Func<Tensor, Tensor> function = model.Predict;
        Refuses<ArgumentException>(() => function(X), "'pair' has 2 inputs and 1 output;", "Predict", "list of tensors", "x => model.Predict([x, …])[0]");
        Refuses<ArgumentException>(() => model.Predict(new float[2], new float[2]), "2 inputs and 1 output;", "Predict");
        Refuses<ArgumentException>(() => model.PredictOnBatch(X), "x => model.PredictOnBatch([x, …])[0]");
        Refuses<ArgumentException>(() => model.InputGradient(X, X), "2 inputs and 1 output;", "InputGradient", "TakeUntil");
        Refuses<ArgumentException>(() => model.LayerOutputs(X), "LayerOutputs", "TakeUntil");
        Refuses<ArgumentException>(
            () => new Model([left], [left.Dense(1), left.Dense(1)]).Predict(X), "1 input and 2 outputs;");
        Assert.Equal(model.Predict([X, X])[0].ToArray(), ((Func<Tensor, Tensor>)(x => model.Predict([x, X])[0]))(X).ToArray());
    }

    [Fact]
    public void ShapesOfRows()
    {
        Refuses<ArgumentOutOfRangeException>(() => new Sequential(0), "inputShape", "at least 1", "(0,)");
        Refuses<ArgumentOutOfRangeException>(() => new Sequential(-1), "negative", "(-1,)");
        Refuses<ArgumentOutOfRangeException>(() => new Sequential([28, 0]), "inputShape", "at least 1", "(28, 0)");
        Refuses<ArgumentOutOfRangeException>(() => new Input([0, 3]), "shape", "at least 1", "(0, 3)");
        Refuses<ArgumentNullException>(() => new Sequential((int[]?)null!), "inputShape");
        Refuses<ArgumentNullException>(() => new Input(null!), "shape");
    }

    [Fact]
    public void ReshapingToMoreThanThereIs()
    {
        Refuses<ArgumentException>(() => new Sequential(4).Reshape([int.MaxValue, int.MaxValue, 4]), "reshape",
            "[2147483647, 2147483647, 4]", "4 values");
        Refuses<ArgumentException>(() => new Sequential(4).Reshape([int.MaxValue, int.MaxValue, int.MaxValue, -1]), "reshape", "4 values");
        Refuses<ArgumentException>(() => new Sequential(4).Reshape([3, -1]), "reshape", "4 values");
    }

    /// <summary>The error occurs when the layer is added, not in the first update, which would have changed the weights already.</summary>
    [Fact]
    public void ConstraintsAlongAnAxisThatTheParameterHasNot()
    {
        Refuses<ArgumentException>(() => new Sequential(2).Dense(1, kernelConstraint: new MaxNorm(axis: 2)), "'dense'", "'kernel'",
            "axis 2", "(2, 1)");
        Refuses<ArgumentException>(() => new Sequential(2).Dense(1, biasConstraint: new UnitNorm(axis: 1)), "'dense'", "'bias'", "axis 1",
            "(1,)");
        Refuses<ArgumentException>(
            () => new Sequential(2).Dense(1, kernelConstraint: new MinMaxNorm(axis: int.MinValue)), "'kernel'", "axis -2147483648");
        new Sequential(2).Dense(1, kernelConstraint: new MaxNorm(axis: -2), biasConstraint: new MaxNorm(axis: 0));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void InitializersThatGiveNoNumbers(float value, string text)
    {
        var model = new Sequential(2, seed: 1);
        Refuses<InvalidOperationException>(
            () => model.Dense(1, kernelInitializer: new Giving(value)), nameof(Giving), "'dense/kernel'", text);
        Assert.Empty(model.Layers);
        Refuses<InvalidOperationException>(
            () => model.Dense(9, kernelInitializer: new RandomUniform(-float.MaxValue, float.MaxValue)), "RandomUniform", "dense/kernel");
    }

    [Fact]
    public void LayersThatBreakTheRules()
    {
        LayerBuilder? kept = null;
        Refuses<ArgumentException>(() => new Sequential(2).Add(new Built(outputShape: 0)), "built", "(None, 0)", "no values");
        Refuses<ArgumentException>(() => new Sequential(2).Add(new Built(outputShape: null!)), "built", "gave no shape");
        new Sequential(2).Add(new Built(outputShape: 2, builder => kept = builder));
        Refuses<InvalidOperationException>(() => kept!.AddParameter("late", 1, new Zeros()), "built", "is built", "in Build");
    }

    [Fact]
    public void LayerBuiltForOtherInputs()
    {
        var shared = new Dense(2, name: "shared");
        new Sequential(3).Add(shared);
        Refuses<ArgumentException>(Binary(), _ => new Sequential(4).Add(shared), "shared", "(3,)", "(4,)");
    }

    [Fact]
    public void SameLayerTwiceInAChain()
    {
        var model = new Sequential(2, seed: 1);
        var layer = new Dense(2);
        model.Add(layer);
        Refuses<ArgumentException>(model, m => ((Sequential)m).Add(layer), "dense", "functional");
        Assert.Single(model.Layers);
    }

    /// <summary>The name is validated before the layer is built for the chain that refuses it.</summary>
    [Fact]
    public void ALayerThatWasRefusedForItsNameIsAsItWas()
    {
        var layer = new Dense(2, name: "a");
        Sequential model = new Sequential(4).Dense(3, name: "a");
        Assert.Throws<ArgumentException>(() => model.Add(layer));
        Assert.Single(model.Layers);
        Assert.Equal([2], new Sequential(7).Add(layer).OutputShapes[0].Sizes.ToArray());
    }

    [Fact]
    public void TwoLayersOfOneName()
    {
        var model = new Sequential(2, seed: 1).Dense(2, name: "hidden");
        Refuses<ArgumentException>(model, m => ((Sequential)m).Dense(3, name: "hidden"), "hidden");
        Assert.Single(model.Layers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a/b")]
    public void NamesOfLayers(string name) => Refuses<ArgumentException>(Binary(), _ => new Dense(1, name: name), "name", name);

    [Fact]
    public void LayerAddedAfterCompile() =>
        Refuses<InvalidOperationException>(Binary(), model => ((Sequential)model).Dense(3), "compiled", "dense");

    [Fact]
    public void InitializerThatCannotFillTheParameterLeavesTheModelAndTheLayer()
    {
        var model = new Sequential(2, seed: 1).Dense(2);
        var layer = new Dense(3, biasInitializer: new Orthogonal());
        Refuses<ArgumentException>(model, m => ((Sequential)m).Add(layer), "Orthogonal", "(3,)");
        Assert.Single(model.Layers);
        Assert.All(layer.Parameters, parameter => Assert.False(parameter.HasValue && parameter.ShortName == "bias"));
    }

    [Fact]
    public void FunctionalModelsThatDoNotHangTogether()
    {
        Input left = new(2, name: "left"), right = new(3, name: "right"), seeded = new(2, seed: 1), other = new(2, seed: 2);
        Refuses<ArgumentException>(Binary(), _ => new Model(left, left.Concatenate(right).Dense(1)), "right", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => new Model([left, right], [left.Dense(1)]), "right", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => new Model([seeded, other], [seeded.Concatenate(other)]), "seed", "1, 2");
        Refuses<ArgumentException>(Binary(), _ => new Model([], [left.Dense(1)]), "at least one", "'inputs' has none");
        Refuses<ArgumentException>(() => new Model([left], []), "at least one", "'outputs' has none");
        Refuses<ArgumentNullException>(() => new Model([left], null!), "outputs is null");
        Refuses<ArgumentNullException>(() => new Model([left, null!], [left.Dense(1)]), "inputs[1] is null");
        Refuses<ArgumentNullException>(() => new Model(null!, left.Dense(1)), "input");
        Refuses<ArgumentNullException>(() => new Model(left, null!), "output");
    }

    [Fact]
    public void ParametersOfAnotherShape() => Refuses<ArgumentException>(
        Binary(), model => model.Parameters[0].SetValue(new Tensor([3, 4])), "dense/kernel", "(2, 4)", "(3, 4)");

    private sealed class Giving(float value) : Initializer
    {
        protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random) => values.Fill(value);
    }

    private sealed class Built(Shape outputShape, Action<LayerBuilder>? build = null) : Layer
    {
        protected internal override void Build(LayerBuilder builder) => build?.Invoke(builder);

        protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => outputShape;

        protected internal override void Forward(Frame frame)
        {
        }

        protected internal override void Backward(Frame frame)
        {
        }
    }
}
