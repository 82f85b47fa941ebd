namespace NeuralNet.Plotting.Tests;

public class ConfusionMatrixTests
{
    [Fact]
    public void CellsCountThePairs()
    {
        var random = new Random(2);
        int[] actual = [.. Enumerable.Range(0, 200).Select(_ => random.Next(3))];
        int[] predicted = [.. Enumerable.Range(0, 200).Select(_ => random.Next(3))];
        var picture = new Picture(Plot.ConfusionMatrix(Labels(actual), Labels(predicted), ["a", "b", "c"]));
        string[] tooltips = [.. picture.All("rect").Select(Picture.Tooltip).OfType<string>()];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                int count = actual.Zip(predicted).Count(pair => pair == (row, column));
                double share = 100.0 * count / actual.Count(label => label == row);
                Assert.Equal(FormattableString.Invariant($"{"abc"[row]} predicted as {"abc"[column]}: {count} ({share:0.#} %)"),
                    tooltips[3 * row + column]);
            }
        }

        int right = actual.Zip(predicted).Count(pair => pair.First == pair.Second);
        Assert.Contains(FormattableString.Invariant($"{right} of 200 right: accuracy {right / 2.0:0.#} %"), picture.Texts);
    }

    [Fact]
    public void TrueClassesAreRowsAndOnlyTheDiagonalIsBlue()
    {
        var picture = new Picture(Plot.ConfusionMatrix(Labels([0, 0, 1, 1]), Labels([1, 1, 1, 1]), ["no", "yes"]));
        var wrong = picture.All("rect", "raise").Single();
        var right = picture.All("rect", "lower").Single();
        Assert.True(Picture.Number(wrong, "y") < Picture.Number(right, "y"));
        Assert.Equal(Picture.Number(wrong, "x"), Picture.Number(right, "x"));
        Assert.Equal(0.55, Picture.Number(wrong, "opacity"), 1e-9);
    }

    [Fact]
    public void ClassesComeInAllOfKerasForms()
    {
        Tensor y = new float[] { 0, 1, 1, 0 };
        string expected = Plot.ConfusionMatrix(y, new float[] { 0, 1, 0, 0 }).ToSvg();
        Assert.Equal(expected, Plot.ConfusionMatrix(y, new float[,] { { 0.2f }, { 0.9f }, { 0.5f }, { 0.1f } }).ToSvg());
        Assert.Equal(expected, Plot.ConfusionMatrix(y, new float[,] { { 3, 1 }, { 0, 1 }, { 1, 0 }, { 1, 0 } }).ToSvg());
        Assert.Equal(expected,
            Plot.ConfusionMatrix(new float[,] { { 1, 0 }, { 0, 1 }, { 0, 1 }, { 1, 0 } }, new float[] { 0, 1, 0, 0 }).ToSvg());
    }

    [Fact]
    public void LongNamesOfManyClassesStandUpright()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"class number {i}"))];
        int[] labels = [.. Enumerable.Range(0, 20)];
        var picture = new Picture(Plot.ConfusionMatrix(Labels(labels), Labels(labels), names));
        string[] upright = [.. picture.All("text").Where(text => text.Attribute("transform") is not null).Select(Picture.TextOf)];
        Assert.Equal(names, upright);
        var first = picture.All("text").First(text => text.Attribute("transform") is not null);
        double top = picture.All("rect").Where(cell => Picture.Tooltip(cell) is not null).Min(cell => Picture.Number(cell, "y"));
        Assert.InRange(Picture.Number(first, "y"), top - 12, top);

        var small = new Picture(Plot.ConfusionMatrix(Labels([0, 1]), Labels([0, 1]), ["no", "yes"]));
        Assert.DoesNotContain(small.All("text"), text => text.Attribute("transform") is not null);
    }

    [Fact]
    public void BadDataIsNamed()
    {
        AssertError("at least one value", () => Plot.ConfusionMatrix(new Tensor([0]), new Tensor([0])));
        AssertError("row of y, 3", () => Plot.ConfusionMatrix(Labels([0, 1, 1]), Labels([0, 1])));
        AssertError("class, 3", () => Plot.ConfusionMatrix(Labels([0, 1, 2]), Labels([0, 1, 1]), ["a", "b"]));
        AssertError("value -1", () => Plot.ConfusionMatrix(new float[] { -1, 1 }, Labels([0, 1])));
        AssertError("value 1.5", () => Plot.ConfusionMatrix(Labels([0, 1]), new float[] { 0.5f, 1.5f }));
        AssertError("2 to 40", () => Plot.ConfusionMatrix(Labels([0, 50]), Labels([0, 1])));
        AssertError("NaN", () => Plot.ConfusionMatrix(Labels([0, 1]), new float[] { 0, float.NaN }));
        AssertError("(2, 2, 2)", () => Plot.ConfusionMatrix(new Tensor([2, 2, 2]), Labels([0, 1])));
    }

    private static Tensor Labels(int[] labels) => Array.ConvertAll(labels, label => (float)label);

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
