namespace NeuralNet.Plotting.Tests;

public class HighlightedTextTests
{
    [Fact]
    public void WordsStandInOrderOnTheirColours()
    {
        var picture = new Picture(Plot.HighlightedText(["a", "bad", "offer"], [0, -0.25, 0.5]));
        Assert.Equal(["a", "bad", "offer"], picture.All("text", "mono").Select(Picture.TextOf));
        var grounds = picture.All("rect").Where(ground => Picture.Tooltip(ground) is not null).ToArray();
        Assert.Equal(["a: 0", "bad: −0.25", "offer: +0.5"], grounds.Select(Picture.Tooltip));
        Assert.Equal([0, 0.28, 0.55], grounds.Select(ground => Picture.Number(ground, "opacity")));
        Assert.True(Picture.Has(grounds[1], "lower") && Picture.Has(grounds[2], "raise"));
        for (int i = 1; i < 3; i++)
            Assert.True(Picture.Number(grounds[i - 1], "x") + Picture.Number(grounds[i - 1], "width") < Picture.Number(grounds[i], "x"));
    }

    [Fact]
    public void LinesEndWhereTheTextSaysAndWhereThePageEnds()
    {
        string[] words = [.. Enumerable.Repeat("word", 40), "\n", "end", new string('x', 500)];
        var picture = new Picture(Plot.HighlightedText(words, [.. words.Select(_ => 1.0)]));
        var texts = picture.All("text", "mono").ToArray();
        double[] lines = [.. texts.Select(text => Picture.Number(text, "y")).Distinct()];
        Assert.Equal(4, lines.Length);
        Assert.Equal(24 + 3, Picture.Number(texts[40], "x"), 0.01);
        Assert.EndsWith("…", Picture.TextOf(texts[41]), StringComparison.Ordinal);
        Assert.Equal(new string('x', 500) + ": +1", Picture.Tooltip(texts[41]));
    }

    [Theory]
    [InlineData(0.00123)]
    [InlineData(123456)]
    [InlineData(0.0999)]
    [InlineData(2.4e-12)]
    public void TheTicksOfTheScaleKeepApart(double maximum)
    {
        var picture = new Picture(Plot.HighlightedText(["a", "b"], [maximum, -maximum / 3]));
        var boxes = picture.All("text", "small").Select(Picture.BoxOf).OrderBy(box => box.Left).ToArray();
        Assert.True(boxes.Length >= 2);
        for (int i = 1; i < boxes.Length; i++)
            Assert.True(boxes[i].Left - boxes[i - 1].Right >= 8);
    }

    [Fact]
    public void BadDataIsNamed()
    {
        Assert.Throws<ArgumentException>(() => Plot.HighlightedText([], []));
        Assert.Throws<ArgumentException>(() => Plot.HighlightedText(["a"], [1, 2]));
        Assert.Throws<ArgumentException>(() => Plot.HighlightedText(["a"], [double.NaN]));
        Assert.Throws<ArgumentNullException>(() => Plot.HighlightedText(null!, [1]));
    }
}
