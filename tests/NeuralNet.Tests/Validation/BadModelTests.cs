using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Layers and nodes that do not make a model.</summary>
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
        Refuses<ArgumentException>(Binary(), _ => new Model([], [left.Dense(1)]), "at least one");
    }

    [Fact]
    public void ParametersOfAnotherShape() => Refuses<ArgumentException>(
        Binary(), model => model.Parameters[0].SetValue(new Tensor([3, 4])), "dense/kernel", "(2, 4)", "(3, 4)");
}
