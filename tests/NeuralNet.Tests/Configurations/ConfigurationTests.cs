using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of the format of settings of each type in a file, and of the messages about invalid ones.</summary>
public class ConfigurationTests
{
    private enum Mode
    {
        MultiHot,
        Count,
    }

    [Fact]
    public void SettingsOfEveryTypeAreLoaded()
    {
        var written = new Configuration();
        written.Set("double", 0.1);
        written.Set("words", ["a", "b"]);
        written.Set("sizes", new int?[] { 2, null });
        written.Set("mode", Mode.MultiHot);
        written.SetTensor("tensor", new float[,] { { 1, 2 }, { 3, 4 } });
        written.SetShape("shape", new Shape(Shape.Open, 3));
        written.Set("initializer", new RandomNormal(1, 2));
        written.Set("activation", Activation.ReLU);
        written.Set("rate", (LearningRateSchedule)0.5f);
        written.Set("schedule", new ExponentialDecay(0.5f, 10, 0.25f));

        const string Text = """
            {"double":0.1,"words":["a","b"],"sizes":[2,null],"mode":"multi_hot","tensor":[[1,2],[3,4]],"shape":[null,3],
            "initializer":{"class_name":"RandomNormal","config":{"mean":1,"stddev":2}},"activation":"relu","rate":0.5,
            "schedule":{"class_name":"ExponentialDecay","config":{"initial_learning_rate":0.5,"decay_steps":10,"decay_rate":0.25,"staircase":false}}}
            """;
        Assert.Equal(Text.ReplaceLineEndings(""), written.Json.ToJsonString());

        var read = new Configuration(JsonNode.Parse(Text)!.AsObject());
        Assert.Equal(0.1, read.GetDouble("double"));
        Assert.Equal(["a", "b"], read.GetStrings("words")!);
        Assert.Equal([2, null], read.GetOptionalInt32s("sizes"));
        Assert.Equal(Mode.MultiHot, read.GetEnum<Mode>("mode"));
        Assert.Equal([1, 2, 3, 4], read.GetTensor("tensor")!.ToArray());
        Assert.Equal(new Shape(Shape.Open, 3), read.GetShape("shape"));
        Assert.Equal((1, 2), (Assert.IsType<RandomNormal>(read.Get<Initializer>("initializer")).Mean, ((RandomNormal)read.Get<Initializer>("initializer")!).Stddev));
        Assert.Same(Activation.ReLU, read.Get<Activation>("activation"));
        Assert.Equal(0.5f, read.Get<LearningRateSchedule>("rate")!.At(100));
        Assert.Equal(0.125f, read.Get<LearningRateSchedule>("schedule")!.At(10));
    }

    [Fact]
    public void AbsentAndNullAreTheDefault()
    {
        var read = new Configuration(new JsonObject { ["null"] = null });
        foreach (string name in (string[])["null", "absent"])
        {
            Assert.Equal(3, read.GetDouble(name, 3));
            Assert.Equal(Mode.Count, read.GetEnum<Mode>(name, Mode.Count));
            Assert.Null(read.GetTensor(name));
            Assert.Null(read.GetShape(name));
            Assert.Null(read.GetStrings(name));
            Assert.Null(read.GetLayer(name));
            Assert.Null(read.Get<LearningRateSchedule>(name));
        }
    }

    [Theory]
    [InlineData("\"many\"", "one of multi_hot, count; it is \"many\"")]
    [InlineData("2", "one of multi_hot, count; it is 2")]
    [InlineData("null", "is missing; it should be one of multi_hot, count")]
    public void AnUnknownMemberOfAnEnumerationIsReported(string value, string message)
    {
        var read = new Configuration(new JsonObject { ["mode"] = JsonNode.Parse(value) });
        Assert.Contains(message, Assert.Throws<FormatException>(() => read.GetEnum<Mode>("mode")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherInvalidSettingsAreReported()
    {
        var read = new Configuration(new JsonObject { ["text"] = "a", ["list"] = new JsonArray(1, -2), ["infinite"] = JsonNode.Parse("1e999"), ["rate"] = true });
        Assert.Contains("a finite number; it is \"a\"", Assert.Throws<FormatException>(() => read.GetDouble("text")).Message, StringComparison.Ordinal);
        Assert.Contains("a finite number; it is 1e999", Assert.Throws<FormatException>(() => read.GetDouble("infinite")).Message, StringComparison.Ordinal);
        Assert.Contains("a list of sizes; it is [1,-2]", Assert.Throws<FormatException>(() => read.GetShape("list")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no initializer of class 'a'", Assert.Throws<FormatException>(() => read.Get<Initializer>("text")).Message, StringComparison.Ordinal);
        Assert.Contains("a finite number of float32; it is true", Assert.Throws<FormatException>(() => read.Get<LearningRateSchedule>("rate")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheExtremesOfWholeNumbersAreRead()
    {
        var written = new Configuration();
        written.Set("minimum", int.MinValue);
        written.Set("most", int.MaxValue);
        Assert.Equal(int.MinValue, written.GetInt32("minimum"));
        Assert.Equal(int.MaxValue, written.GetInt32("most"));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void ANumberThatIsNotFiniteIsRefused(double value, string text)
    {
        string expected = $"The setting 'rate' is {text}; a file holds finite numbers only.";
        Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => new Configuration().Set("rate", value)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => new Configuration().Set("rate", (float)value)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => new Configuration().Set("rate", [1, (float)value])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void ATensorWithANumberThatIsNotFiniteIsRefused(float value, string text) => Assert.Contains(
        $"The setting 'table' is a tensor of shape (2, 2) whose element 2 is {text}",
        Assert.Throws<NotSupportedException>(
            () => new Configuration().SetTensor("table", new float[,] { { 1, 2 }, { value, 4 } })).Message,
        StringComparison.Ordinal);

    /// <summary>Attributes hold texts in UTF-8, which cannot represent half of a pair, so the texts stand in the test.</summary>
    [Fact]
    public void HalfOfASurrogatePairIsRefused()
    {
        foreach ((string text, string half) in ((string, string)[])[("a\ud83d", "U+D83D at index 1"), ("\udc00b", "U+DC00 at index 0"), ("\ud83d\ude00\ud83dx", "U+D83D at index 2")])
        {
            string expected = $"The setting 'word' contains half of a surrogate pair, {half}";
            Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => new Configuration().Set("word", text)).Message, StringComparison.Ordinal);
            Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => new Configuration().Set("word", ["a", text])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ASurrogatePairIsKept()
    {
        var written = new Configuration();
        written.Set("word", "a\ud83d\ude00");
        Assert.Equal("a\ud83d\ude00", new Configuration(JsonNode.Parse(written.Json.ToJsonString())!.AsObject()).GetString("word"));
    }

    [Fact]
    public void SettingsThatCannotBeLoadedAreNotSaved()
    {
        Assert.Contains("The setting 'mode' is 7, which is not a member of Mode: MultiHot, Count.", Assert.Throws<NotSupportedException>(
            () => new Configuration().Set("mode", (Mode)7)).Message, StringComparison.Ordinal);
        Assert.Contains("The setting 'words' has an element that is null", Assert.Throws<NotSupportedException>(
            () => new Configuration().Set("words", ["a", null!])).Message, StringComparison.Ordinal);
    }
}
