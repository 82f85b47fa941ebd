using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of a FeatureSpace as settings of a file.</summary>
public class FeatureSpaceFileTests
{
    [Fact]
    public void LoadedSpaceEncodesTheSameBits()
    {
        (FeatureSpace space, TestRows rows) = FeatureSpaceTests.Large();
        string text = TextOf(space);
        var again = Assert.IsType<FeatureSpace>(Read(text));
        Assert.Equal(text, TextOf(again));
        Assert.Equal(space.Encode(rows).ToArray(), again.Encode(rows).ToArray());
        Assert.Equal(space.Inputs[0].Features.Select(feature => feature.Name), again.Inputs[0].Features.Select(feature => feature.Name));
        Assert.Equal(space.Columns, again.Columns);
        Assert.Throws<InvalidOperationException>(() => again.Float("further"));
    }

    [Fact]
    public void LoadedSpaceHasItsModeAndCanBeAdapted()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict).StringCategorical("job", outputMode: IndexOutputMode.Int)
            .IntegerCategorical("zip").FloatDiscretized("height", boundaries: [1.5f]).FloatNormalized("age", MissingValues.Median);
        var again = (FeatureSpace)Read(TextOf(space));
        Assert.Equal(FeatureOutputMode.Dict, again.OutputMode);
        Assert.False(again.IsAdapted);
        Assert.Equal(TextOf(space.Adapt(FeatureSpaceTests.People())), TextOf(again.Adapt(FeatureSpaceTests.People())));
    }

    [Fact]
    public void ModelKeepsItsSpace()
    {
        (FeatureSpace space, TestRows rows) = FeatureSpaceTests.Large();
        Sequential model = new Sequential(space, seed: 1).Dense(2, "softmax");
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(model.Predict(rows).ToArray(), Model.Load(stream).Predict(rows).ToArray());
    }

    [Theory]
    [InlineData("\"vocabulary\":[\"nurse\",\"smith\",\"cook\"]", "\"vocabulary\":[\"nurse\",\"nurse\"]", "'nurse' twice")]
    [InlineData("\"vocabulary\":[\"nurse\",\"smith\",\"cook\"]", "\"vocabulary\":[\"nurse\",null]", "a list of texts")]
    [InlineData("\"vocabulary\":[20,10]", "\"vocabulary\":[20,20]", "'20' twice")]
    [InlineData("\"vocabulary\":[20,10]", "\"vocabulary\":[1e300]", "a list of whole numbers")]
    [InlineData("\"vocabulary\":[20,10]", "\"vocabulary\":[]", "")]
    [InlineData("\"max_tokens\":9", "\"max_tokens\":3", "has 3 tokens")]
    [InlineData("\"num_oov_indices\":1", "\"num_oov_indices\":-1", "num")]
    [InlineData("\"num_oov_indices\":1", "\"num_oov_indices\":2147483647", "numOovIndices")]
    [InlineData("\"mean\":30", "\"mean\":\"NaN\"", "mean")]
    [InlineData("\"mean\":30", "\"mean\":1e39", "mean")]
    [InlineData("\"variance\":50", "\"variance\":-1", "variance")]
    [InlineData("\"variance\":50", "\"variance\":null", "together")]
    [InlineData("\"fill_value\":30", "\"fill_value\":1e300", "fill_value")]
    [InlineData("\"num_bins\":3", "\"num_bins\":2", "fewer boundaries than bins")]
    [InlineData("\"num_bins\":3", "\"num_bins\":2000000000", "numBins")]
    [InlineData("\"bin_boundaries\":[1.3", "\"bin_boundaries\":[9.3", "must ascend")]
    [InlineData("\"crossing_dim\":32", "\"crossing_dim\":0", "crossingDim")]
    [InlineData("\"feature_names\":[\"job\",\"height\"]", "\"feature_names\":[\"job\",\"age\"]", "no categories")]
    [InlineData("\"feature_names\":[\"job\",\"height\"]", "\"feature_names\":[\"job\"]", "at least two")]
    [InlineData("\"missing\":\"median\"", "\"missing\":\"own_category\"", "cannot fill")]
    [InlineData("\"missing\":\"median\"", "\"missing\":\"error\"", "which are an error")]
    [InlineData("\"missing\":\"median\"", "\"missing\":\"guess\"", "one of")]
    [InlineData("\"name\":\"age\"", "\"name\":\"job\"", "named 'job' already")]
    [InlineData("\"name\":\"age\"", "\"name\":null", "name")]
    [InlineData("\"class_name\":\"FloatNormalized\"", "\"class_name\":\"Numbers\"", "no feature of class 'Numbers'")]
    [InlineData("\"fill_index\":0", "\"fill_index\":4", "fillIndex")]
    [InlineData("\"output_mode\":\"concat\"", "\"output_mode\":\"list\"", "concat, dict")]
    [InlineData("\"features\":[", "\"features\":[3,", "a list of features")]
    public void WrongSettingsAreRefused(string right, string wrong, string message)
    {
        FeatureSpace space = new FeatureSpace().FloatNormalized("age", MissingValues.Median).StringCategorical("job", maxTokens: 9)
            .IntegerCategorical("zip", numOovIndices: 0).FloatDiscretized("height", numBins: 3)
            .StringHashed("city", 4, missing: MissingValues.MostFrequent).Cross(["job", "height"])
            .Adapt(FeatureSpaceTests.People());
        string text = TextOf(space).Replace(FormattableString.Invariant($"\"fill_index\":{((CategoricalFeature)space.Features[1]).MissingIndex}"), "\"fill_index\":0", StringComparison.Ordinal);
        Assert.Contains(right, text, StringComparison.Ordinal);
        FormatException error = Assert.ThrowsAny<FormatException>(() => Read(text.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A file of a few hundred bytes takes no memory for the elements that it states.</summary>
    [Fact]
    public void LoadingTakesNoMemoryForTheElementsThatAFileStates()
    {
        string text = TextOf(new FeatureSpace().StringHashed("a", 1 << 24).IntegerHashed("b", 1 << 24).Cross(["a", "b"], 1 << 24));
        long before = GC.GetAllocatedBytesForCurrentThread();
        EncodedInput input = Assert.Single(Read(text).Inputs);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(3 << 24, input.Features.Count);
        Assert.Equal("b #16777215", input.Features[(2 << 24) - 1].Name);
        Assert.Equal("a × b #0", input.Features[2 << 24].Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => input.Features[3 << 24]);
    }

    internal static string TextOf(FeatureSpace space) => Configuration.Describe(space).ToJsonString();

    private static InputEncoder Read(string text) => InputEncoder.Known.Read((JsonObject)JsonNode.Parse(text)!);
}
