namespace NeuralNet.Explainability.Tests;

public class FeaturesTests
{
    private static readonly Features Colours = new("age", "red", "green", "blue", "height");

    [Fact]
    public void AGroupTakesThePlaceOfItsFirstColumn()
    {
        Features grouped = Colours.Group("colour", "red", "green", "blue");
        Assert.Equal(["age", "colour", "height"], grouped.Names);
        Assert.Equal([1, 2, 3], grouped.Columns(1));
        Assert.Equal(1, grouped.IndexOf("colour"));
        Assert.Equal(5, Colours.Count);
    }

    [Fact]
    public void AGroupsValueIsTheSumAndItsContentTheColumnThatIsSet()
    {
        Tensor row = new float[] { 40, 0, 1, 0, 1.8f };
        Attribution attribution = new InputXGradient(
            new Sequential(5, seed: 1).Dense(1), Colours.Group("colour", 1, 2, 3)).Explain(row);
        Attribution ungrouped = new InputXGradient(new Sequential(5, seed: 1).Dense(1), Colours).Explain(row);
        Assert.Equal(ungrouped["red"] + ungrouped["green"] + ungrouped["blue"], attribution["colour"], 1e-12);
        Assert.Contains(attribution.Ranking, entry => entry is { Name: "colour", Content: "green" });
    }

    [Fact]
    public void NamesByPlaceFollowTheShape()
    {
        Assert.Equal(["x0", "x1"], Features.Of(2).Names);
        Assert.Equal(["x[0,0]", "x[0,1]", "x[1,0]", "x[1,1]"], Features.Of([2, 2]).Names);
    }

    [Fact]
    public void PatchesCoverEachPixelOnceWithAllItsChannels()
    {
        Features patches = Features.Patches([3, 5, 2], 2);
        Assert.Equal(6, patches.Count);
        Assert.Equal([0, 1, 2, 3, 10, 11, 12, 13], patches.Columns(0));
        Assert.Equal("rows 2-2, columns 4-4", patches.Names[5]);
        Assert.Equal(Enumerable.Range(0, 30), Enumerable.Range(0, 6).SelectMany(patches.Columns).Order());
    }

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(5.1f, "5.1")]
    [InlineData(-1.23456f, "-1.2346")]
    [InlineData(0.001f, "0.001")]
    [InlineData(1.5e-6f, "1.5E-6")]
    [InlineData(-2e30f, "-2E+30")]
    public void ASmallValueIsDistinguishedFromZero(float value, string expected) =>
        Assert.Equal(expected, new InputXGradient(Examples.Linear()).Explain(new float[] { 1, 2, value, 4 }).Ranking
            .Single(entry => entry.Name == "x2").Content);

    [Fact]
    public void MistakesAreExplained()
    {
        Examples.AssertError<ArgumentException>("age", () => new Features("age", "age"));
        Assert.Throws<ArgumentException>(() => new Features([]));
        Assert.Throws<ArgumentException>(() => new Features("a", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => Colours.Group("g", 5));
        Assert.Throws<ArgumentException>(() => Colours.Group("g", 1, 1));
        Assert.Throws<ArgumentException>(() => Colours.Group("age", 1, 2));
        Assert.Throws<ArgumentException>(() => Colours.Group("g", new List<int>()));
        Examples.AssertError<ArgumentException>("'colour' already", () => Colours.Group("colour", 1, 2).Group("g", 2));
        Examples.AssertError<ArgumentException>("red, green", () => Colours.Group("g", "purple"));
        Examples.AssertError<ArgumentException>("age, red", () => Colours.IndexOf("purple"));
        Assert.Throws<ArgumentException>(() => Features.Patches(4, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Features.Patches([4, 4], 0));
        Examples.AssertError<ArgumentException>("name 5 values", () => new Saliency(Examples.Linear(), Colours));
    }
}
