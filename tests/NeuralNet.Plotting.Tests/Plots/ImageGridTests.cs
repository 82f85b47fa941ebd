using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

public class ImageGridTests
{
    [Fact]
    public void ImagesHaveTheirPixelsAndCaptions()
    {
        var images = new Tensor([3, 2, 2, 3]);
        for (int i = 0; i < images.Length; i++)
            images.AsSpan()[i] = 10 * (i % 12) + i / 12;
        var picture = new Picture(Plot.ImageGrid(images, ["one", "two", "three"], columns: 2));
        XElement[] drawn = [.. picture.All("image")];
        Assert.Equal(3, drawn.Length);
        foreach (XElement element in drawn)
        {
            var embedded = new EmbeddedImage(element);
            Assert.Equal((2, 2), (embedded.Width, embedded.Height));
            Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)Math.Round(255 * i / 11.0)), embedded.Rgb);
        }

        Assert.Equal(Picture.Number(drawn[0], "y"), Picture.Number(drawn[1], "y"));
        Assert.Equal(Picture.Number(drawn[0], "x"), Picture.Number(drawn[2], "x"));
        Assert.True(Picture.Number(drawn[2], "y") > Picture.Number(drawn[0], "y") + Picture.Number(drawn[0], "height"));
        foreach ((XElement image, string caption) in drawn.Zip(["one", "two", "three"]))
            Assert.InRange(Picture.Number(picture.Text(caption), "y"), Picture.Number(image, "y") + Picture.Number(image, "height"), double.MaxValue);
        Assert.Empty(picture.Overlaps());
    }

    [Fact]
    public void GrayImagesAndAlphaAreDrawn()
    {
        var gray = new EmbeddedImage(Assert.Single(new Picture(Plot.ImageGrid(new Tensor([1, 1, 2], [-1, 3]))).All("image")));
        Assert.Equal([0, 0, 0, 255, 255, 255], gray.Rgb);
        var alpha = new EmbeddedImage(Assert.Single(new Picture(Plot.ImageGrid(new Tensor([1, 1, 2, 4], [0, 50, 100, 999, 100, 50, 0, 0]))).All("image")));
        Assert.Equal([0, 128, 255, 255, 128, 0], alpha.Rgb);
        var blank = new EmbeddedImage(Assert.Single(new Picture(Plot.ImageGrid(new Tensor([1, 2, 2]))).All("image")));
        Assert.Equal(12, blank.Rgb.Length);
    }

    [Fact]
    public void LongCaptionsAreShortened()
    {
        var picture = new Picture(Plot.ImageGrid(new Tensor([8, 4, 4]), [.. Enumerable.Range(0, 8).Select(i => new string('m', 60) + i)]));
        Assert.Empty(picture.Overlaps());
        Assert.Contains(picture.All("text"), text => Picture.Tooltip(text) == new string('m', 60) + "3");
    }

    [Fact]
    public void BadDataIsNamed()
    {
        AssertError("it has (4, 4)", () => Plot.ImageGrid(new Tensor([4, 4])));
        AssertError("1 to 200 images", () => Plot.ImageGrid(new Tensor([0, 4, 4])));
        AssertError("256 × 256", () => Plot.ImageGrid(new Tensor([1, 300, 4])));
        AssertError("one item for each image", () => Plot.ImageGrid(new Tensor([2, 4, 4]), ["one"]));
        AssertError("NaN", () => Plot.ImageGrid(new Tensor([1, 1, 1], [float.NaN])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.ImageGrid(new Tensor([1, 4, 4]), columns: 0));
    }

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
