using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

public class SavedStateTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(1d / 3)]
    [InlineData(12345678901234567890d)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NumbersAreLoadedWithTheirBits(double value)
    {
        var state = new SavedState();
        state.Set("one", value);
        state.Set("many", [value, 1, value]);
        SavedState again = ThroughText(state);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(again.GetDouble("one")));
        Assert.Equal([.. ((double[])[value, 1, value]).Select(BitConverter.DoubleToInt64Bits)], again.GetDoubles("many", 3).Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(state.GetDouble("one")));
    }

    [Fact]
    public void TheOtherKindsAreLoadedToo()
    {
        var state = new SavedState();
        state.Set("count", long.MaxValue);
        state.Set("small", 7);
        state.Set("yes", true);
        state.Set("texts", ["a", "ü\"\\"]);
        state.Part("inner").Set("weights", new Tensor([2], [1, 2]));
        SavedState again = ThroughText(state);
        Assert.Equal(long.MaxValue, again.GetInt64("count"));
        Assert.Equal(7, again.GetInt32("small"));
        Assert.True(again.GetBoolean("yes"));
        Assert.Equal(["a", "ü\"\\"], again.GetStrings("texts"));
        Assert.Equal([1, 2], again.Part("inner").GetTensor("weights", 2).ToArray());
        Assert.True(again.Contains("count"));
        Assert.False(again.Contains("weights"));
    }

    [Fact]
    public void MissingOrMismatchedEntriesAreRefusedByName()
    {
        var state = new SavedState();
        state.Set("number", 1.5);
        state.Set("maximum", long.MaxValue);
        state.Set("list", [1.5, 2]);
        Action[] wrong =
        [
            () => state.GetInt64("number"), () => state.GetInt32("maximum"), () => state.GetDouble("list"), () => state.GetBoolean("number"),
            () => state.GetDoubles("list", 3), () => state.GetDoubles("number"), () => state.GetStrings("list"), () => state.GetInt64("absent"),
            () => state.GetDouble("absent"), () => state.GetTensor("absent", 2), () => state.Part("number"),
        ];
        Assert.All(wrong, read => Assert.Matches("number|maximum|list|absent", Assert.Throws<FormatException>(read).Message));
    }

    [Fact]
    public void ANameIsNotNull()
    {
        var state = new SavedState();
        Action[] wrong =
        [
            () => state.Set(null!, 1), () => state.Set(null!, 1.5), () => state.Set(null!, true), () => state.Set(null!, [1.5]),
            () => state.Set(null!, ["a"]), () => state.Set(null!, new Tensor(2)), () => state.Contains(null!), () => state.GetInt64(null!),
            () => state.GetInt32(null!), () => state.GetDouble(null!), () => state.GetBoolean(null!), () => state.GetDoubles(null!),
            () => state.GetStrings(null!), () => state.GetTensor(null!, 2),
        ];
        Assert.All(wrong, call => Assert.Equal("name", Assert.Throws<ArgumentNullException>(call).ParamName));
    }

    /// <summary>Returns the state as loaded from a file.</summary>
    internal static SavedState ThroughText(SavedState state) => new(JsonNode.Parse(state.Json.ToJsonString())!.AsObject(), state.Tensors);
}
