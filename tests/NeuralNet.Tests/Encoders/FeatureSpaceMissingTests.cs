namespace NeuralNet.Tests;

/// <summary>Tests of missing values: what is filled in, and the errors where nothing is stated.</summary>
public class FeatureSpaceMissingTests
{
    private static TestRows Rows() => new TestRows()
        .Numbers("age", 1, null, 2, 2, null, 11).Texts("job", "nurse", null, "cook", "nurse", null, null);

    [Theory]
    [InlineData(MissingValues.Mean, 4f)]
    [InlineData(MissingValues.Median, 2f)]
    [InlineData(MissingValues.MostFrequent, 2f)]
    public void NumbersAreFilledBeforeTheyAreRescaled(MissingValues missing, float fill)
    {
        FeatureSpace space = new FeatureSpace().FloatRescaled("age", 10, 1, missing).Adapt(Rows());
        Assert.Equal(fill, ((NumericFeature)space.Features[0]).FillValue);
        Assert.Equal([11, 10 * fill + 1, 21, 21, 10 * fill + 1, 111], space.Encode(Rows()).ToArray());
    }

    /// <summary>The mean 4 and the variance 66/4 are those of the four rows that have a value.</summary>
    [Fact]
    public void NormalizationLearnsFromTheRowsWithAValue()
    {
        FeatureSpace space = new FeatureSpace().FloatNormalized("age", MissingValues.Median).Adapt(Rows());
        var feature = (FloatNormalizedFeature)space.Features[0];
        Assert.Equal((4d, 16.5, 2d), (feature.Mean, feature.Variance, feature.FillValue));
        float deviation = MathF.Sqrt(16.5f);
        float[] expected = [-3 / deviation, -2 / deviation, -2 / deviation, -2 / deviation, -2 / deviation, 7 / deviation];
        Assert.Equal(expected, space.Encode(Rows()).ToArray());
    }

    [Fact]
    public void IndicatorIsAFurtherElement()
    {
        FeatureSpace space = new FeatureSpace().Float("age", MissingValues.Indicator).Adapt(Rows());
        Assert.Equal([1, 0, 4, 1, 2, 0, 2, 0, 4, 1, 11, 0], space.Encode(Rows()).ToArray());
        Assert.Equal(["age", "age missing"], space.Inputs[0].Features.Select(feature => feature.Name));
    }

    [Fact]
    public void OwnCategoryIsTheLast()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .StringCategorical("job", outputMode: IndexOutputMode.Int, missing: MissingValues.OwnCategory)
            .FloatDiscretized("age", boundaries: [2], outputMode: IndexOutputMode.Int, missing: MissingValues.OwnCategory)
            .StringHashed("hash", 1, IndexOutputMode.Int, MissingValues.OwnCategory, "job").Adapt(Rows());
        IReadOnlyList<Tensor> encoded = space.EncodeInputs(Rows());
        Assert.Equal([0, 2, 1, 1, 2, 1], encoded[0].ToArray());
        Assert.Equal([0, 1, 0, 0, 1, 1], encoded[1].ToArray());
        Assert.Equal([1, 3, 2, 1, 3, 3], encoded[2].ToArray());
        Assert.Equal([3, 2, 4], space.Features.Cast<CategoricalFeature>().Select(feature => feature.CategoryCount));
        Assert.Equal([2, 1, 3], space.Features.Cast<CategoricalFeature>().Select(feature => feature.MissingIndex!.Value));
        Assert.Equal("job missing", new FeatureSpace().StringCategorical("job", missing: MissingValues.OwnCategory).Adapt(Rows()).Inputs[0].Features[^1].Name);
    }

    [Fact]
    public void MostFrequentCategoryFills()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .StringCategorical("job", numOovIndices: 2, outputMode: IndexOutputMode.Int, missing: MissingValues.MostFrequent)
            .StringHashed("hash", 64, IndexOutputMode.Int, MissingValues.MostFrequent, "job").Adapt(Rows());
        int nurse = (int)(Fingerprint.Of("nurse") % 64), cook = (int)(Fingerprint.Of("cook") % 64);
        Assert.Equal([nurse, nurse, cook, nurse, nurse, nurse], space.EncodeInputs(Rows())[0].ToArray());
        Assert.Equal([2, 2, 3, 2, 2, 2], space.EncodeInputs(Rows())[1].ToArray());
    }

    [Fact]
    public void BinsAreLearnedFromTheRowsWithAValue()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .FloatDiscretized("age", 2, IndexOutputMode.Int, MissingValues.Mean).Adapt(Rows());
        var without = new Discretization(numBins: 2);
        without.Adapt(new float[] { 1, 2, 2, 11 });
        var feature = (FloatDiscretizedFeature)space.Features[0];
        Assert.Equal(without.BinBoundaries!.Select(boundary => (double)boundary), feature.Boundaries);
        Assert.Equal((4d, 1), (feature.FillValue, feature.MissingIndex));
        Assert.Equal(without.Call(new float[] { 1, 4, 2, 2, 4, 11 }).ToArray(), space.Encode(Rows()).ToArray());
    }

    [Fact]
    public void MissingValuesWithoutAPolicyAreAnError()
    {
        var space = new FeatureSpace().FloatNormalized("age");
        ArgumentException error = Assert.Throws<ArgumentException>(() => space.Adapt(Rows()));
        Assert.Equal(
            "The column 'age' lacks 2 of 6 values, the first in row 1 of test.csv. State what the feature 'age' makes of them when it is added: "
            + "missing: MissingValues.Mean, Median, MostFrequent, Indicator.",
            error.Message);
        Assert.False(space.IsAdapted);

        space.Adapt(new TestRows().Numbers("age", 1, 2));
        Assert.Contains("in the row. State", Assert.Throws<ArgumentException>(() => space.Encode(new Row { ["age"] = null })).Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new FeatureSpace().StringHashed("job").Adapt(Rows()));
        Assert.Contains("lacks 3 of 6 values, the first in row 1 of test.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains("MissingValues.MostFrequent, OwnCategory.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PoliciesThatMakeNoSenseAreRefused()
    {
        var space = new FeatureSpace();
        Assert.Throws<ArgumentException>(() => space.Float("x", MissingValues.OwnCategory));
        Assert.Throws<ArgumentException>(() => space.FloatDiscretized("x", missing: MissingValues.Indicator));
        Assert.Throws<ArgumentException>(() => space.StringCategorical("x", missing: MissingValues.Median));
        Assert.Throws<ArgumentException>(() => space.IntegerHashed("x", missing: MissingValues.Indicator));
        Assert.Throws<ArgumentException>(() => space.DatePart("x", DatePart.Month, missing: MissingValues.Mean));
        Assert.Throws<ArgumentException>(() => space.DatePart("x", DatePart.Year, missing: MissingValues.OwnCategory));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.Float("x", (MissingValues)9));
        ArgumentException error = Assert.Throws<ArgumentException>(() => space.StringCategorical("x", missing: MissingValues.Mean));
        Assert.StartsWith("The feature 'x' (StringCategorical) cannot fill missing values by MissingValues.Mean. It allows: Error, MostFrequent, OwnCategory.", error.Message, StringComparison.Ordinal);
        Assert.Empty(space.Features);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AColumnWithoutAnyValueTeachesNothing(bool areTexts)
    {
        TestRows rows = areTexts ? new TestRows().Texts("x", null, null) : new TestRows().Numbers("x", null, null);
        foreach (FeatureSpace space in new[]
        {
            new FeatureSpace().Float("x", MissingValues.Mean), new FeatureSpace().FloatNormalized("x", MissingValues.Indicator),
            new FeatureSpace().StringCategorical("x", missing: MissingValues.OwnCategory),
            new FeatureSpace().FloatDiscretized("x", missing: MissingValues.OwnCategory),
            new FeatureSpace().StringHashed("x", missing: MissingValues.MostFrequent),
        })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => space.Adapt(rows));
            Assert.StartsWith("The column 'x' has no value in 2 rows", error.Message, StringComparison.Ordinal);
            Assert.False(space.IsAdapted);
        }

        FeatureSpace adapted = new FeatureSpace().Float("x", MissingValues.Mean).Adapt(new TestRows().Numbers("x", 3));
        Assert.Equal([3, 3], adapted.Encode(rows).ToArray());
        Assert.Equal([0, 1, 0, 1], new FeatureSpace().StringHashed("x", 1, missing: MissingValues.OwnCategory).Encode(rows).ToArray());
    }

    /// <summary>The middle of an even number of values, and the smallest of several most frequent ones.</summary>
    [Fact]
    public void MedianAndMostFrequentNumberHaveRulesForTies()
    {
        TestRows rows = new TestRows().Numbers("x", 4, 3, 3, 9, 4, 7);
        FeatureSpace space = new FeatureSpace().Float("a", MissingValues.Median, "x").Float("b", MissingValues.MostFrequent, "x").Adapt(rows);
        Assert.Equal([4, 3], space.Features.Cast<NumericFeature>().Select(feature => feature.FillValue!.Value));
        space = new FeatureSpace().Float("x", MissingValues.Median).Adapt(new TestRows().Numbers("x", 1, 2));
        Assert.Equal(1.5, ((NumericFeature)space.Features[0]).FillValue);
    }

    /// <summary>
    /// The standard deviation of the median of a sample of 2²⁰ uniform numbers is 1/(2·√2²⁰) of their range, about 0.0005.
    /// </summary>
    [Fact]
    public void LongStreamsAreSampled()
    {
        var sample = new NumberSample();
        var again = new NumberSample();
        const int Count = 5_000_000;
        for (int i = 0; i < Count; i++)
        {
            sample.Add(i / (float)Count);
            again.Add(i / (float)Count);
        }

        Assert.Equal(1 << 20, sample.Sorted().Length);
        Assert.Equal(0.5, sample.Median(), 0.0025);
        Assert.Equal(sample.Sorted(), again.Sorted());
        Assert.InRange(sample.Sorted().Count(number => number < 0.1f) / (double)(1 << 20), 0.0985, 0.1015);
    }
}
