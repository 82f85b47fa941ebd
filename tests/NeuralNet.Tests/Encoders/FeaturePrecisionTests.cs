namespace NeuralNet.Tests;

/// <summary>Tests of numbers that float32 rounds, and of texts that are read as Boolean values, against closed forms.</summary>
public class FeaturePrecisionTests
{
    /// <summary>Eight times of a step have the deviations −3.5 to 3.5 steps from their mean, and a variance of 63/12 steps².</summary>
    [Theory]
    [InlineData(1764313200, 10)]
    [InlineData(1764313200000, 10_000)]
    [InlineData(10_000_000.5, 1)]
    [InlineData(1700000000.25, 0.5)]
    public void TimesAreNormalizedInFloat64(double first, double step)
    {
        TestRows rows = Times(first, step);
        FeatureSpace space = new FeatureSpace().FloatNormalized("ts").Adapt(rows);
        float[] expected = [.. Enumerable.Range(0, 8).Select(i => (float)((i - 3.5) / Math.Sqrt(63 / 12.0)))];
        Assert.Equal(expected, space.Encode(rows).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.True(((FloatNormalizedFeature)space.Features[0]).IsFloat64);
        Assert.Equal(expected[2], space.Encode(new Row { ["ts"] = first + 2 * step })[0, 0], 1e-6f);
    }

    [Fact]
    public void TimesAreRescaledInFloat64()
    {
        FeatureSpace space = new FeatureSpace().FloatRescaled("ts", scale: 0.1, offset: -176431320);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], space.Encode(Times(1764313200, 10)).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void TimesAreBinnedInFloat64()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .FloatDiscretized("learned", numBins: 4, IndexOutputMode.Int, column: "ts")
            .FloatDiscretized("given", boundaries: [1764313220, 1764313260], IndexOutputMode.Int, column: "ts")
            .Adapt(Times(1764313200, 10));
        IReadOnlyList<Tensor> bins = space.EncodeInputs(Times(1764313200, 10));
        Assert.Equal([0, 0, 1, 1, 1, 1, 2, 2], bins[0].ToArray());
        Assert.Equal(4, bins[1].ToArray().Distinct().Count());
        Assert.Equal(bins[1].ToArray().Order(), bins[1].ToArray());
    }

    [Fact]
    public void MissingTimesAreFilledInFloat64()
    {
        TestRows rows = new TestRows().Numbers("ts", 1764313200, null, 1764313201, 1764313203);
        FeatureSpace space = new FeatureSpace().FloatNormalized("ts", MissingValues.Median).Adapt(rows);
        Assert.Equal(1764313201, ((NumericFeature)space.Features[0]).FillValue);
        Assert.Equal(space.Encode(rows)[2, 0], space.Encode(rows)[1, 0]);
    }

    [Fact]
    public void TheYearIsExact()
    {
        TestRows rows = new TestRows().Dates("since", new DateTime(2020, 1, 1), new DateTime(2021, 1, 1), new DateTime(2020, 1, 1));
        FeatureSpace space = new FeatureSpace().DatePart("since", DatePart.Year).Adapt(rows);
        float low = (float)(-1 / Math.Sqrt(2)), high = (float)Math.Sqrt(2);
        Assert.Equal([low, high, low], space.Encode(rows).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void WhatWasLearnedInFloat64IsSaved()
    {
        TestRows rows = Times(1764313200, 10);
        FeatureSpace space = new FeatureSpace().FloatNormalized("ts").FloatDiscretized("bins", 4, column: "ts").FloatRescaled("scaled", 0.1, -176431320, column: "ts")
            .Adapt(rows);
        using var stream = new MemoryStream();
        new Sequential(space, seed: 1).Dense(1).Save(stream);
        stream.Position = 0;
        var loaded = (FeatureSpace)Model.Load(stream).Encoders[0];
        Assert.Equal(space.Encode(rows).ToArray(), loaded.Encode(rows).ToArray());
    }

    [Theory]
    [InlineData("True", "False")]
    [InlineData("true", "false")]
    [InlineData("TRUE", "FALSE")]
    public void TrueAndFalseHaveOneMeaningInTextsAndBooleanValues(string yes, string no)
    {
        TestRows texts = new TestRows().Texts("smoker", yes, no, yes, "Unknown"), flags = new TestRows().Flags("smoker", true, false);
        FeatureSpace ofTexts = NewSpace().Adapt(texts), ofFlags = NewSpace().Adapt(flags);
        Assert.Contains($"smoker = {yes}", ofTexts.Inputs[0].Features.Select(feature => feature.Name));
        foreach (FeatureSpace space in new[] { ofTexts, ofFlags })
        {
            Tensor expected = space.Encode(flags);
            Assert.Equal(expected.ToArray(), space.Encode(new TestRows().Texts("smoker", yes, no)).ToArray());
            Assert.Equal(expected.Row(0).ToArray(), space.Encode(new Row { ["smoker"] = true }).ToArray());
            Assert.Equal(expected.Row(1).ToArray(), space.Encode(new Row { ["smoker"] = no }).ToArray());
            int unknown = space.Inputs[0].Features.Index().Single(feature => feature.Item.Name == "smoker unknown").Index;
            Assert.Equal([0, 0], [expected[0, unknown], expected[1, unknown]]);
        }

        static FeatureSpace NewSpace() => new FeatureSpace().StringCategorical("smoker").StringHashed("hash", 64, column: "smoker");
    }

    [Fact]
    public void SpellingsOfTrueInOneColumnAreOneToken()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("smoker").Adapt(new TestRows().Texts("smoker", "True", "true", "no", "TRUE"));
        Assert.Equal(["True", "no"], ((StringCategoricalFeature)space.Features[0]).Vocabulary);
    }

    private static TestRows Times(double first, double step) =>
        new TestRows().Numbers("ts", [.. Enumerable.Range(0, 8).Select(i => (double?)(first + i * step))]);
}
