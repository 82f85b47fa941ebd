using System.Text.Json;

namespace NeuralNet.Images.Tests;

public class LoadTests
{
    private static readonly JsonElement Pillow = JsonDocument.Parse(File.ReadAllText(TestFiles.PathOf("pillow.json"))).RootElement;

    public static TheoryData<string, ColorMode> Files
    {
        get
        {
            var data = new TheoryData<string, ColorMode>();
            foreach (string name in TestFiles.Names)
            {
                foreach (ColorMode mode in Enum.GetValues<ColorMode>())
                    data.Add(name, mode);
            }

            return data;
        }
    }

    /// <summary>
    /// Pixels without loss are Pillow's. Decoders of JPEG differ in the rounding of the cosine transform and of the colors; halved colors
    /// are also interpolated in another way.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void PixelsAreThoseOfPillow(string name, ColorMode mode)
    {
        Tensor picture = Picture.Load(TestFiles.PathOf(name), mode);

        (string pillowMode, int channels) = mode switch { ColorMode.Grayscale => ("L", 1), ColorMode.RGB => ("RGB", 3), _ => ("RGBA", 4) };
        Assert.Equal([Pillow.GetProperty("height").GetInt32(), Pillow.GetProperty("width").GetInt32(), channels], picture.Shape);
        float[] expected = [.. Pillow.GetProperty("pictures").GetProperty(name).GetProperty(pillowMode).EnumerateArray().Select(value => value.GetSingle())];
        float maxDifference = picture.ToArray().Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max();
        Assert.InRange(maxDifference, 0, name switch { "halved.jpg" or "progressive.jpeg" => 6, "cmyk.jpg" => 4, _ when name.Contains(".jp", StringComparison.Ordinal) => 3, _ => 0 });
    }

    [Fact]
    public void AStreamIsReadFromItsPositionAndStaysOpen()
    {
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        stream.Write(TestFiles.Read("rgb.png"));
        stream.Position = 3;
        Tensor picture = Picture.Load(stream);
        Assert.Equal(Picture.Load(TestFiles.PathOf("rgb.png")).ToArray(), picture.ToArray());
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void TheContentDeterminesTheFormat()
    {
        using var folder = new TemporaryFolder();
        File.Copy(TestFiles.PathOf("rgb.bmp"), folder["named.jpg"]);
        Assert.Equal(Picture.Load(TestFiles.PathOf("rgb.bmp")).ToArray(), Picture.Load(folder["named.jpg"]).ToArray());
    }
}
