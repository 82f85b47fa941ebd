namespace NeuralNet.Images.Tests;

public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.png", ColorMode.Grayscale)]
    [InlineData("a.png", ColorMode.RGB)]
    [InlineData("a.PNG", ColorMode.RGBA)]
    [InlineData("a.bmp", ColorMode.Grayscale)]
    [InlineData("a.bmp", ColorMode.RGB)]
    [InlineData("a.bmp", ColorMode.RGBA)]
    public void WithoutLossAPictureIsReadAsItWasWritten(string name, ColorMode mode)
    {
        Tensor picture = Picture.Load(TestFiles.PathOf("rgba.png"), mode);
        Picture.Save(picture, folder[name]);
        Tensor again = Picture.Load(folder[name], mode);
        Assert.Equal(picture.Shape, again.Shape);
        Assert.Equal(picture.ToArray(), again.ToArray());
    }

    [Theory]
    [InlineData("a.jpg", 1)]
    [InlineData("a.jpeg", 3)]
    public void JpegIsCloseAndSmallerWithLessQuality(string name, int channels)
    {
        var picture = new Tensor([40, 50, channels]);
        for (int i = 0; i < picture.Length; i++)
            picture.AsSpan()[i] = 128 + 100 * MathF.Sin(i / channels % 50 / 9f) * MathF.Cos(i / channels / 50 / 7f);
        Picture.Save(picture, folder[name], quality: 98);
        long large = new FileInfo(folder[name]).Length;
        Tensor again = Picture.Load(folder[name], channels == 1 ? ColorMode.Grayscale : ColorMode.RGB);
        Assert.InRange(again.ToArray().Zip(picture.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 6);

        Picture.Save(picture, folder[name], quality: 20);
        Assert.InRange(new FileInfo(folder[name]).Length, 1, large - 1);
    }

    [Fact]
    public void ValuesAreRoundedAndLimited()
    {
        Tensor values = new float[,] { { -3, 0.4f, 0.6f }, { 254.6f, 300, 7 } };
        using var stream = new MemoryStream();
        Picture.Save(values, stream, PictureFormat.Png);
        stream.Position = 0;
        Assert.Equal([0, 0, 1, 255, 255, 7], Picture.Load(stream, ColorMode.Grayscale).ToArray());
    }

    [Fact]
    public void BadArgumentsAreRefusedAndNoFileIsLeft()
    {
        string path = folder["a.jpg"];
        Tensor four = new Tensor([2, 2, 4]), infinite = new float[,] { { 1, float.NaN } };
        Assert.Contains("transparency", Assert.Throws<ArgumentException>(() => Picture.Save(four, path)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Picture.Save(infinite, path)).Message, StringComparison.Ordinal);
        foreach (Shape shape in (Shape[])[[4], [1, 2, 2, 3], [2, 2, 2], [0, 2, 3]])
            Assert.Contains(shape.ToString(), Assert.Throws<ArgumentException>(() => Picture.Save(new Tensor(shape), path)).Message, StringComparison.Ordinal);
        Assert.Contains(".tif", Assert.Throws<ArgumentException>(() => Picture.Save(new Tensor([2, 2, 3]), folder["a.tif"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Save(new Tensor([2, 2, 3]), path, quality: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Save(new Tensor([2, 2, 3]), Stream.Null, (PictureFormat)9));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
