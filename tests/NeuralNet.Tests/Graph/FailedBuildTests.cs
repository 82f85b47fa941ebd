namespace NeuralNet.Tests;

/// <summary>Tests that a layer that cannot be added is unchanged, its parts included, so that it can be added elsewhere.</summary>
public class FailedBuildTests
{
    [Fact]
    public void PartsOfACompositeThatFailsAreUnchanged()
    {
        var block = new Block { Last = new Reshape([5]) };
        Assert.Contains("block", Assert.Throws<ArgumentException>(() => new Sequential(4).Add(block)).Message, StringComparison.Ordinal);
        AssertNew(block, block.First, block.Last);

        block.Last = new Dense(6);
        Assert.Equal([6], new Sequential(7).Add(block).OutputShapes[0]);
        Assert.Equal([7, 3], block.First.Parameters[0].Shape);
    }

    [Fact]
    public void PartsOfPartsAreUnchangedToo()
    {
        var inner = new Block();
        var outer = new Block { First = inner, Last = new Reshape([5]) };
        Assert.Throws<ArgumentException>(() => new Input(4).Add(outer));
        AssertNew(outer, inner, inner.First, inner.Last);
    }

    [Fact]
    public void APartThatWasBuiltBeforeStaysBuilt()
    {
        var shared = new Dense(3);
        new Sequential(4).Add(shared);
        var block = new Block { First = shared, Last = new Reshape([5]) };
        Assert.Throws<ArgumentException>(() => new Sequential(4).Add(block));
        Assert.Equal(2, shared.Parameters.Count);
        Assert.Equal([4, 3], shared.Parameters[0].Shape);
    }

    [Fact]
    public void ALayerThatAMaskReachesInVainIsAsItWas()
    {
        var flatten = new Dense(2);
        var reshape = new Reshape([6]);
        Assert.Throws<ArgumentException>(() => new Input([2]).Embedding(5, 3, maskZero: true).Add(reshape).Add(flatten));
        AssertNew(reshape, flatten);
        Assert.Throws<ArgumentException>(() => new Sequential([2]).Embedding(5, 3, maskZero: true).Add(reshape));
        AssertNew(reshape);
    }

    [Fact]
    public void ALayerOfSeveralOutputsThatAChainRefusesIsAsItWas()
    {
        var twice = new Twice();
        Assert.Throws<ArgumentException>(() => new Sequential(4).Add(twice));
        AssertNew(twice);
    }

    private static void AssertNew(params Layer[] layers) => Assert.All(layers, layer =>
    {
        Assert.Null(layer.OutputShape);
        Assert.Empty(layer.Parameters);
    });

    private sealed class Block : CompositeLayer
    {
        public Layer First { get; init; } = new Dense(3);

        public Layer Last { get; set; } = new Dense(2);

        protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs) => [inputs[0].Add(First).Add(Last)];
    }

    private sealed class Twice : Layer
    {
        protected internal override void Build(LayerBuilder builder) => builder.AddParameter("scale", 1, new Ones());

        protected internal override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) => [inputs[0], inputs[0]];

        protected internal override void Forward(Frame frame) => throw new NotSupportedException();

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }
}
