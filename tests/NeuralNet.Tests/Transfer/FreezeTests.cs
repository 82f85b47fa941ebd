namespace NeuralNet.Tests;

public class FreezeTests
{
    [Theory]
    [InlineData("block1", "block1/dense, block1/norm")]
    [InlineData("block*", "block1/dense, block1/norm, block2/dense, block2/norm")]
    [InlineData("*/norm", "block1/norm, block2/norm")]
    [InlineData("block?/dense", "block1/dense, block2/dense")]
    [InlineData("head", "head")]
    [InlineData("*", "block1/dense, block1/norm, block2/dense, block2/norm, head")]
    public void APatternFreezesTheLayersThatItMatches(string pattern, string frozen)
    {
        Sequential model = Blocks();
        model.Freeze(pattern);
        Assert.Equal(frozen, Frozen(model));
        model.Unfreeze(pattern);
        Assert.Equal("", Frozen(model));
    }

    [Fact]
    public void AWrongPatternChangesNothing()
    {
        Sequential model = Blocks();
        BadInput.Refuses<ArgumentException>(() => model.Freeze("head", "blok*"), "'blok*'", "block1/dense");
        BadInput.Refuses<ArgumentException>(() => model.Freeze("head", "haed"), "'head'");
        Assert.Equal("", Frozen(model));
    }

    [Fact]
    public void TheSummaryShowsWhatIsFrozen()
    {
        Sequential model = Blocks();
        model.Freeze("block1", "block2/norm");
        using var text = new StringWriter();
        model.Summary(text);
        Assert.Contains("block1 (Sequential, frozen)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("block2 (Sequential, partly", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("head (Dense)", text.ToString(), StringComparison.Ordinal);
    }

    private static string Frozen(Model model) =>
        string.Join(", ", model.Graph.Nodes.Where(node => !node.Layer.IsTrainable).Select(node => node.Path));

    private static Sequential Blocks()
    {
        return new Sequential(3, seed: 1).Add(Block("block1")!).Add(Block("block2")!).Dense(2, name: "head");

        static Layer? Block(string name) => new Sequential(3, name: name).Dense(3, name: "dense").BatchNormalization(name: "norm");
    }
}
