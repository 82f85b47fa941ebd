using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests that errors in composite layers, nested models and their outputs name the layer that causes them.</summary>
public class BadCompositionTests
{
    [Fact]
    public void ComposeThatReadsAMissingInput() => Refuses<ArgumentException>(
        () => new Sequential(3).Add(new Composed(inputs => [inputs[0].Add(inputs[1])])), "The layer 'two' (Composed) has 1 input, numbered from 0; input 1 was asked for");

    [Fact]
    public void ComposeThatReturnsOneNodeTwice() => Refuses<ArgumentException>(() => new Sequential(3).Add(new Composed(inputs =>
    {
        Node dense = inputs[0].Dense(2, name: "part");
        return [dense, dense];
    })), "The layer 'two' (Composed) returns the node of the layer 'part' more than once from Compose");

    [Fact]
    public void ComposeThatBringsAnInputOfItsOwn()
    {
        Exception error = Refuses<ArgumentException>(
            () => new Sequential(3).Add(new Composed(inputs => [inputs[0].Add(new Input(3))])), "The layer 'two' (Composed)", "Input of shape (3,)", "the nodes that it is given");
        Assert.DoesNotContain("model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ComposeThatLeavesAnInputOut()
    {
        Input a = new(3), b = new(2);
        Exception error = Refuses<ArgumentException>(
            () => a.Merge(new Composed(inputs => [inputs[0].Dense(2)]), b), "The layer 'two' (Composed) makes no output of input 1 of shape (2,)");
        Assert.DoesNotContain("model", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An error of a part names the part after the composite layer; an error of the composite layer names it once.</summary>
    [Fact]
    public void TheLayerIsNamedOnce()
    {
        Exception ofPart = Refuses<ArgumentException>(() => new Sequential([2, 3]).Add(new Composed(inputs => [inputs[0].Reshape(5)])));
        Assert.StartsWith("In the layer 'two' (Composed): The layer 'reshape' (Reshape) cannot", ofPart.Message, StringComparison.Ordinal);
        Exception ofItself = Refuses<ArgumentException>(() => new Sequential(3).Add(new Composed(_ => [])));
        Assert.StartsWith("The layer 'two' (Composed) gave no outputs", ofItself.Message, StringComparison.Ordinal);
        Input a = new(3), b = new(3);
        var used = new Composed(inputs => [inputs[0].Dense(2)]);
        a.Add(used);
        Exception ofCount = Refuses<ArgumentException>(() => a.Merge(used, b));
        Assert.StartsWith("The layer 'two' (Composed) takes 1 input; it was given 2", ofCount.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputThatIsNotThere()
    {
        Node dense = new Input(3).Dense(2, name: "small");
        Refuses<ArgumentException>(() => _ = dense.Outputs[1], "The layer 'small' (Dense) has 1 output, numbered from 0; output 1 was asked for");
        Refuses<ArgumentException>(() => _ = dense.Outputs[-1], "output -1");
    }

    [Fact]
    public void AModelWithinItself()
    {
        Sequential inner = new Sequential(3, name: "inner").Dense(3), outer = new Sequential(3, name: "outer").Add(inner);
        Refuses<ArgumentException>(() => outer.Add(outer), "'outer'", "into itself");
        Refuses<ArgumentException>(() => inner.Add(outer), "'inner'", "into itself");
        Refuses<ArgumentException>(() => inner.Add(new Sequential(3, name: "third").Add(outer)), "'inner'", "into itself");
        Assert.Single(inner.Layers);
    }

    [Fact]
    public void AnOpenShapeWhereASizeIsNeeded()
    {
        Refuses<ArgumentException>(() => new Sequential([null]).Dense(2, name: "first"), "'first'", "open (None)", "kernel");
        Refuses<ArgumentException>(() => new Sequential([null, 4]).Flatten().Dense(2), "'dense'", "open (None)");
        Refuses<ArgumentException>(() => new Tensor(new Shape((int?)null, 3)), "(None, 3)");
        Refuses<ArgumentException>(() => new Tensor([2, 3]).Reshape(new Shape((int?)null, 3)), "(None, 3)");
        Refuses<ArgumentException>(() => new Sequential([null, 4]).Summary(TextWriter.Null, batchSize: 2), "open size");
    }

    [Fact]
    public void ClassesOfOneName()
    {
        Sequential model = Classifier("sparse_categorical_crossentropy");
        Refuses<ArgumentException>(() => model.Labels = ["a", "b", "a"], "'a'", "0 and 2");
        Assert.Null(model.Labels);
        Refuses<ArgumentException>(() => Binary().Labels = ["yes", "yes"], "'yes'", "0 and 1");
        var input = new Input(2);
        var two = new Model([input], [input.Dense(2), input.Dense(2)]) { Labels = ["no", "yes", "no", "yes"] };
        Refuses<ArgumentException>(() => two.Labels = ["no", "yes", "no", "no"], "'no'", "2 and 3");
        Assert.Equal(["no", "yes", "no", "yes"], two.Labels);
    }

    [Fact]
    public void CustomObjectsOfOneName()
    {
        var custom = new CustomObjects().Add("Twice", _ => new Dense(1)).Add("Twice", Loss (_) => "mse");
        Refuses<ArgumentException>(() => custom.Add("Twice", _ => new Dense(2)), "The class 'Twice' was added already", "already");
    }

    private sealed class Composed(Func<IReadOnlyList<Node>, IReadOnlyList<Node>> compose) : CompositeLayer("two")
    {
        protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs) => compose(inputs);
    }
}
