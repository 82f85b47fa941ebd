using System.Xml.Linq;
using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

public class ImageHeatMapTests
{
    private static readonly Tensor Image = new float[,] { { 0, 4, 8 }, { 2, 6, 0 } };
    private static readonly Tensor Heat = new float[,] { { 1, -2, 0 }, { 0, 0.5f, -2 } };

    [Fact]
    public void GreysAreTheImage()
    {
        var picture = new Picture(Plot.ImageHeatMap(Image, Heat));
        AssertCells(picture.All("path", "white"), Image, value => value / 8, row => row > 0);
    }

    [Fact]
    public void ColoursAreTheAttributions()
    {
        var picture = new Picture(Plot.ImageHeatMap(Image, Heat));
        AssertCells(picture.All("path", "raise"), Heat, value => value / 2, value => value > 0);
        AssertCells(picture.All("path", "lower"), Heat, value => -value / 2, value => value < 0);
    }

    /// <summary>
    /// On a background of any lightness, the faint copy gets lighter with the image: the white of its pixels rises, the black falls.
    /// </summary>
    [Fact]
    public void TheFaintCopyIsAsBrightAsTheImage()
    {
        var picture = new Picture(Plot.ImageHeatMap(Image, Heat));
        AssertCells(picture.All("path", "ghost-white"), Image, value => 0.16 * value / 8, value => value > 0);
        AssertCells(picture.All("path", "ghost-black"), Image, value => 0.16 * (1 - value / 8), value => value < 8);
    }

    [Fact]
    public void ChannelsAreAddedUp()
    {
        var image = new Tensor([2, 3, 2]);
        var heat = new Tensor([2, 3, 2]);
        for (int i = 0; i < 6; i++)
        {
            image.AsSpan()[2 * i] = image.AsSpan()[2 * i + 1] = Image.AsSpan()[i];
            heat.AsSpan()[2 * i] = 3;
            heat.AsSpan()[2 * i + 1] = Heat.AsSpan()[i] - 3;
        }

        Assert.Equal(Plot.ImageHeatMap(Image, Heat).ToSvg(), Plot.ImageHeatMap(image, heat).ToSvg());
        Assert.Equal(Plot.ImageHeatMap(Image, Heat).ToSvg(), Plot.ImageHeatMap(image, Heat).ToSvg());
    }

    [Fact]
    public void ThreeChannelsAreTheColorsOfTheImage()
    {
        var image = new Tensor([1, 2, 3], [0, 10, 20, 30, 40, 50]);
        var picture = new Picture(Plot.ImageHeatMap(image, new float[,] { { 1, -2 } }));
        XElement element = Assert.Single(picture.All("image"));
        var embedded = new EmbeddedImage(element);
        Assert.Equal((2, 1), (embedded.Width, embedded.Height));
        Assert.Equal([0, 51, 102, 153, 204, 255], embedded.Rgb);
        Assert.True(Picture.Has(element, "pixelated"));
        AssertCells(picture.All("path", "raise"), new float[,] { { 1, 0 } }, value => value / 2, value => value > 0);
        AssertCells(picture.All("path", "ghost-white"), new float[,] { { 10, 40 } }, value => 0.16 * value / 50, value => value > 0);
    }

    [Fact]
    public void AnExplanationOfARowTakesTheShapeOfItsImage()
    {
        Attribution why = new InputXGradient(Examples.Linear()).Explain(new float[] { 1, 2, -1 });
        Assert.Equal(
            Plot.ImageHeatMap(new float[,] { { 1, 2, -1 } }, new float[,] { { 2, -2, -0.5f } }, "t").ToSvg(),
            Plot.ImageHeatMap(why, [1, 3], "t").ToSvg());
        Assert.Throws<ArgumentException>(() => Plot.ImageHeatMap(why));
        Assert.Throws<ArgumentException>(() => Plot.ImageHeatMap(why, [2, 2]));
    }

    [Fact]
    public void BlankImagesAndAttributionsAreDrawn() =>
        Assert.Empty(new Picture(Plot.ImageHeatMap(new Tensor([4, 4]), new Tensor([4, 4]))).All("path", "raise"));

    [Fact]
    public void BadDataIsNamed()
    {
        AssertError("Reshape", () => Plot.ImageHeatMap(new Tensor([64]), new Tensor([64])));
        AssertError("shape of the image, (2, 3)", () => Plot.ImageHeatMap(Image, new Tensor([3, 2])));
        AssertError("256 × 256", () => Plot.ImageHeatMap(new Tensor([300, 2]), new Tensor([300, 2])));
        AssertError("and a pixel", () => Plot.ImageHeatMap(new Tensor([0, 3]), new Tensor([0, 3])));
        AssertError("'values' has NaN in row 1, place 0", () =>
            Plot.ImageHeatMap(new Tensor([2, 1]), new float[,] { { 0 }, { float.NaN } }));
    }

    /// <summary>
    /// Asserts that a path of its opacity contains each visible pixel, as part of a rectangle with the height of one pixel.
    /// </summary>
    private static void AssertCells(IEnumerable<XElement> paths, Tensor pixels, Func<float, double> opacity, Func<float, bool> isSeen)
    {
        int seen = 0;
        for (int row = 0; row < pixels.Shape[0]; row++)
        {
            for (int column = 0; column < pixels.Shape[1]; column++)
            {
                if (!isSeen(pixels[row, column]))
                    continue;
                seen++;
                string corner = $"M{column} {row}H{column + 1}V{row + 1}H{column}Z";
                XElement path = paths.Single(path => path.Attribute("d")!.Value.Contains(corner, StringComparison.Ordinal));
                Assert.Equal(opacity(pixels[row, column]), Picture.Number(path, "opacity"), 0.03);
            }
        }

        Assert.Equal(seen, paths.Sum(path => path.Attribute("d")!.Value.Count(letter => letter == 'M')));
    }

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
