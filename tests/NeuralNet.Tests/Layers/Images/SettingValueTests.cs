using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of the forms in which files contain sizes, margins and intervals.</summary>
public class SettingValueTests
{
    [Theory]
    [InlineData("3", 3, 3)]
    [InlineData("[3,2]", 3, 2)]
    public void SizesAreNumbersOrPairs(string text, int height, int width) => Assert.Equal(new Size2D(height, width), Read<Size2D>(text));

    [Theory]
    [InlineData("1", 1, 1, 1, 1)]
    [InlineData("[1,2]", 1, 1, 2, 2)]
    [InlineData("[[1,2],[3,4]]", 1, 2, 3, 4)]
    [InlineData("[[1,2],3]", 1, 2, 3, 3)]
    public void MarginsAreNumbersOrPairsOrBoth(string text, int top, int bottom, int left, int right) =>
        Assert.Equal(((top, bottom), (left, right)), Read<Margins2D>(text));

    [Fact]
    public void IntervalsAreNumbersOrPairs()
    {
        Assert.Equal((-0.5f, 0.5f), Read<Interval>("0.5"));
        Assert.Equal((-1, 0.25f), Read<Interval>("[0.25,-1]"));
    }

    [Fact]
    public void ValuesAreWrittenAsLists()
    {
        Assert.Equal("[3,3]", Written((Size2D)3));
        Assert.Equal("[2,0]", Written((Margins1D)(2, 0)));
        Assert.Equal("[[1,0],[2,3]]", Written((Margins2D)((1, 0), (2, 3))));
        Assert.Equal("0.5", Written((Interval)0.5f));
        Assert.Equal("[0,0.5]", Written((Interval)(0.5f, 0)));
    }

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("[3]")]
    [InlineData("[3,2,1]")]
    [InlineData("[3,null]")]
    [InlineData("[3,1.5]")]
    [InlineData("{}")]
    public void RefusesOtherForms(string text)
    {
        if (text != "[3]")
            Assert.Throws<FormatException>(() => Read<Size2D>(text));
        Assert.Throws<FormatException>(() => Read<Margins1D>(text == "[3]" ? "[[3]]" : text));
        Assert.Throws<FormatException>(() => Read<Margins2D>(text));
    }

    /// <summary>Keras writes sizes along the only axis as lists.</summary>
    [Fact]
    public void ListsOfOneAreNumbers() => Assert.Equal(3, new Configuration(JsonNode.Parse("""{"value":[3]}""")!.AsObject()).GetInt32("value"));

    private static T Read<T>(string text)
        where T : struct, ISettingValue<T> =>
        new Configuration(JsonNode.Parse($$"""{"value":{{text}}}""")!.AsObject()).GetValue<T>("value");

    private static string Written<T>(T value)
        where T : struct, ISettingValue<T>
    {
        var configuration = new Configuration();
        configuration.SetValue("value", value);
        return configuration.Json["value"]!.ToJsonString();
    }
}
