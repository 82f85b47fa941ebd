using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

/// <summary>Tests of every kind of plot.</summary>
public partial class PlotTests
{
    private const string Hostile = "<script>alert(\"1\")</script> & 'b' ]]> \u0001\uD800\uFFFE ä 漢 🦋";

    public static TheoryData<string> Kinds => [.. Examples.All.Keys];

    public static TheoryData<string> Extremes => [.. Examples.Extremes.Keys];

    [Fact]
    public void EveryKindHasAnExample()
    {
        string[] methods = [
            .. typeof(Plot).GetMethods().Where(method => method.IsStatic && method.ReturnType == typeof(Plot))
                .Select(method => method.Name).Distinct()];
        Assert.Equal(methods.Order(), Examples.All.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void HostileTextStaysText(string kind)
    {
        foreach (Theme theme in Enum.GetValues<Theme>())
        {
            var picture = new Picture(Examples.All[kind](Hostile).ToSvg(theme));
            string[] elements = [.. picture.Root.Descendants().Select(element => element.Name.LocalName).Distinct()];
            Assert.Empty(elements.Except(["title", "style", "rect", "line", "circle", "path", "text", "image"]));
            Assert.All(
                picture.All("image"),
                image => Assert.StartsWith("data:image/png;base64,", image.Attribute("href")!.Value, StringComparison.Ordinal));
            Assert.Equal(Hostile.Replace('\u0001', ' ').Replace('\uD800', '\uFFFD').Replace('\uFFFE', '\uFFFD'),
                picture.Root.Elements().First().Value);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SameDataSameBytesInEveryCulture(string kind)
    {
        string first = Examples.All[kind]("1234.5").ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["de-DE", "tr-TR", "sv-SE", "ar-SA", "fa-IR"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(first, Examples.All[kind]("1234.5").ToString());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ThemesDifferInColoursOnly(string kind)
    {
        Plot plot = Examples.All[kind]("title");
        string[] bodies = [.. Enum.GetValues<Theme>().Select(
            theme => StyleElement().Replace(plot.ToSvg(theme), "").Replace(StyleSheet.RootClass(theme), "", StringComparison.Ordinal))];
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(bodies[0], bodies[2]);
        Assert.Contains("prefers-color-scheme:dark", plot.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", plot.ToSvg(Theme.Light), StringComparison.Ordinal);
        Assert.DoesNotContain(Palette.Dark.Surface, plot.ToSvg(Theme.Light), StringComparison.Ordinal);
        Assert.DoesNotContain("#" + Palette.Light.Surface, plot.ToSvg(Theme.Dark), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryClassHasARule(string kind)
    {
        var picture = new Picture(Examples.All[kind]("title"));
        string style = picture.All("style").Single().Value;
        string[] used = [.. picture.Root.Descendants().Select(element => element.Attribute("class")?.Value).OfType<string>()
            .SelectMany(list => list.Split(' ')).Distinct()];
        Assert.All(used, name => Assert.Contains($".{name}{{", style, StringComparison.Ordinal));
    }

    /// <summary>Texts may have any length: a text that does not fit is shortened, and the tooltip contains the whole text.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AllShapesAreInsideThePage(string kind)
    {
        foreach (string text in (string[])["t", string.Concat(Enumerable.Repeat("Wide text ", 40))])
            AssertOnThePage(new Picture(Examples.All[kind](text)));
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void ExtremeDataLieOnThePageToo(string data)
    {
        var picture = new Picture(Examples.Extremes[data]());
        AssertOnThePage(picture);
        AssertNumbers(picture);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoTextsOverlap(string kind)
    {
        foreach (string text in (string[])["t", string.Concat(Enumerable.Repeat("Wide text ", 40))])
            Assert.Empty(new Picture(Examples.All[kind](text)).Overlaps());
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void NoTextsOfExtremeDataOverlap(string data) => Assert.Empty(new Picture(Examples.Extremes[data]()).Overlaps());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoNumberIsLost(string kind) => AssertNumbers(new Picture(Examples.All[kind]("title")));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ATitleMustBeThere(string kind)
    {
        var error = Assert.Throws<ArgumentException>(() => Examples.All[kind](" "));
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaveReplacesTheFileAndLeavesNothingElse()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-plot-");
        try
        {
            string path = Path.Combine(folder.FullName, "ä.svg");
            File.WriteAllText(path, new string('x', 1 << 20));
            Plot plot = Plot.HighlightedText(["Füße"], [1]);
            plot.Save(path, Theme.Dark);
            Assert.Equal(plot.ToSvg(Theme.Dark), File.ReadAllText(path));
            Assert.Equal((byte)'<', File.ReadAllBytes(path)[0]);
            Assert.Equal([path], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void SaveSaysWhichFolderIsMissing()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "a.svg");
        var error = Assert.Throws<DirectoryNotFoundException>(() => Plot.HighlightedText(["a"], [1]).Save(path));
        Assert.Contains(Path.GetDirectoryName(path)!, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plot.HighlightedText(["a"], [1]).Save(""));
    }

    [Fact]
    public void AnUnknownThemeIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.HighlightedText(["a"], [1]).ToSvg((Theme)7));

    private static void AssertOnThePage(Picture picture)
    {
        double width = Picture.Number(picture.Root, "width"), height = Picture.Number(picture.Root, "height");
        Assert.All(picture.All("text"), element =>
        {
            double size = Picture.Has(element, "mono") ? 14
                : Picture.Has(element, "title") ? 17
                : Picture.Has(element, "heading") ? 13
                : Picture.Has(element, "small") ? 11 : 12;
            double length = Picture.Has(element, "mono")
                ? Picture.TextOf(element).Length * size * TextMeasure.FixedAdvance
                : TextMeasure.Width(Picture.TextOf(element), size);
            double before = Picture.Has(element, "end") ? length : Picture.Has(element, "middle") ? length / 2 : 0;
            double left = Picture.Number(element, "x") - before;
            Assert.InRange(left, 0, width);
            Assert.InRange(left + length, 0, width);
            Assert.InRange(Picture.Number(element, "y"), 8, height - 3);
        });
        Assert.All(picture.All("rect"), element =>
        {
            Assert.InRange(Picture.Number(element, "x"), 0, width);
            Assert.InRange(Picture.Number(element, "x") + Picture.Number(element, "width"), 0, width + 0.02);
            Assert.InRange(Picture.Number(element, "y") + Picture.Number(element, "height"), 0, height + 0.02);
        });
        Assert.All(picture.All("circle"), element =>
        {
            Assert.InRange(Picture.Number(element, "cx"), 0, width);
            Assert.InRange(Picture.Number(element, "cy"), 0, height);
        });
    }

    private static void AssertNumbers(Picture picture)
    {
        IEnumerable<string> texts =
            picture.Root.DescendantsAndSelf().Attributes().Select(attribute => attribute.Value).Concat(picture.Texts);
        Assert.All(texts, text =>
        {
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
