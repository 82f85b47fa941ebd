using System.Globalization;

namespace NeuralNet.Tests;

/// <summary>Tests of what features make of values, against Keras's tests, closed forms and naive implementations.</summary>
public class FeatureSpaceTests
{
    /// <summary>Keras: feature_space_test.py, test_basic_usage.</summary>
    [Fact]
    public void WidthIsKerass()
    {
        FeatureSpace space = new FeatureSpace()
            .Float("float_1").FloatNormalized("float_2").FloatDiscretized("float_3")
            .StringCategorical("string_1").StringHashed("string_2")
            .IntegerCategorical("int_1").IntegerHashed("int_2").IntegerCategorical("int_3")
            .Cross(["float_3", "string_1"]).Cross(["string_2", "int_2"])
            .Adapt(KerasRows());
        Assert.Equal([10, 195], space.Encode(KerasRows()).Shape);
        Assert.Equal(195, Assert.Single(space.Inputs).Features.Count);
    }

    /// <summary>Keras: feature_space_test.py, test_advanced_usage.</summary>
    [Fact]
    public void WidthWithSettingsIsKerass()
    {
        FeatureSpace space = new FeatureSpace()
            .Float("float_1").FloatNormalized("float_2").FloatDiscretized("float_3", numBins: 3)
            .StringCategorical("string_1", maxTokens: 5).StringHashed("string_2", numBins: 32)
            .IntegerCategorical("int_1", maxTokens: 5, numOovIndices: 2).IntegerHashed("int_2", numBins: 32)
            .IntegerCategorical("int_3", maxTokens: 5)
            .Cross(["float_3", "string_1"], crossingDim: 32).Cross(["string_2", "int_2"], crossingDim: 32)
            .Adapt(KerasRows());
        Assert.Equal([10, 148], space.Encode(KerasRows()).Shape);
    }

    /// <summary>Keras: feature_space_test.py, test_output_mode_dict_of_ints.</summary>
    [Fact]
    public void EachFeatureIsAnInput()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .Float("float_1").FloatNormalized("float_2").FloatDiscretized("float_3")
            .StringCategorical("string_1", outputMode: IndexOutputMode.Int).StringHashed("string_2", outputMode: IndexOutputMode.Int)
            .IntegerCategorical("int_1", outputMode: IndexOutputMode.Int).IntegerHashed("int_2", outputMode: IndexOutputMode.Int)
            .IntegerCategorical("int_3", outputMode: IndexOutputMode.Int)
            .Cross(["float_3", "string_1"], outputMode: IndexOutputMode.Int)
            .Cross(["string_2", "int_2"], outputMode: IndexOutputMode.Int)
            .Adapt(KerasRows());
        IReadOnlyList<Tensor> tensors = space.EncodeInputs(KerasRows());
        Assert.Equal(
            ["float_1", "float_2", "float_3", "int_1", "int_2", "int_3", "string_1", "string_2", "float_3_X_string_1", "string_2_X_int_2"],
            space.Inputs.Select(input => input.Name));
        Assert.Equal([1, 1, 32, 1, 1, 1, 1, 1, 1, 1], space.Inputs.Select(input => input.Shape.Single()));
        Assert.All(space.Inputs.Zip(tensors), pair => Assert.Equal([10, .. pair.First.Shape], pair.Second.Shape));
        Assert.Equal(["float_3 × string_1"], space.Inputs[8].Features.Select(feature => feature.Name));
        Assert.Equal(["float_3", "string_1"], space.Inputs[8].Features[0].Columns);

        // All tokens occur once, so they are in descending order after the index of unknown ones.
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], tensors[3].ToArray());
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], tensors[6].ToArray());
        Assert.Throws<ArgumentException>(() => space.Encode(KerasRows()));
    }

    [Fact]
    public void ElementsHaveValuesNamesAndColumns()
    {
        FeatureSpace space = new FeatureSpace()
            .StringCategorical("job").FloatNormalized("age").FloatRescaled("income", scale: 0.5f, offset: 1)
            .FloatDiscretized("height", boundaries: [1.5f, 1.75f]).Float("size", column: "height").StringHashed("city", numBins: 2)
            .IntegerCategorical("zip", numOovIndices: 0)
            .Cross(["job", "height"], crossingDim: 3);
        Assert.False(space.IsAdapted);
        space.Adapt(People());
        Assert.True(space.IsAdapted);
        Assert.Equal(
            [
                "age", "city #0", "city #1", "height < 1.5", "1.5 ≤ height < 1.75", "height ≥ 1.75", "income", "job unknown", "job = nurse",
                "job = smith", "job = cook", "size", "zip = 20", "zip = 10", "job × height #0", "job × height #1", "job × height #2",
            ],
            space.Inputs[0].Features.Select(feature => feature.Name));
        Assert.Equal(["height"], space.Inputs[0].Features[11].Columns);
        Assert.Equal(["job", "height"], space.Inputs[0].Features[^1].Columns);
        Assert.Equal(["age", "city", "height", "income", "job", "zip"], space.Columns.Order(StringComparer.Ordinal));

        Tensor x = space.Encode(People());
        float deviation = MathF.Sqrt(50);
        Assert.Equal([-10 / deviation, 0, 10 / deviation, 0], ColumnOf(x, 0));
        Assert.Equal([0, 1, 0, 0], ColumnOf(x, 3));
        Assert.Equal([0, 0, 1, 0], ColumnOf(x, 4));
        Assert.Equal([1, 0, 0, 1], ColumnOf(x, 5));
        Assert.Equal([51, 101, 1, 2], ColumnOf(x, 6));
        Assert.Equal([0, 0, 0, 0], ColumnOf(x, 7));
        Assert.Equal([1, 0, 1, 0], ColumnOf(x, 8));
        Assert.Equal([0, 0, 0, 1], ColumnOf(x, 9));
        Assert.Equal([0, 1, 0, 0], ColumnOf(x, 10));
        Assert.Equal([1.75f, 1.25f, 1.5f, 2f], ColumnOf(x, 11));
        Assert.Equal([1, 0, 1, 1], ColumnOf(x, 12));

        // Bins of the fingerprints, by the rule of TensorFlow; the members are the indices of the categories.
        string[] cities = ["Rome", "Oslo", "Bern", "Rome"];
        ulong[] jobs = [1, 3, 1, 2], heights = [2, 0, 1, 2];
        for (int row = 0; row < 4; row++)
        {
            Assert.Equal(1, x[row, 1 + (int)(Fingerprint.Of(cities[row]) % 2)]);
            ulong cross = Fingerprint.Combine(Fingerprint.Combine(Fingerprint.CrossSeed, jobs[row]), heights[row]);
            Assert.Equal(1, x[row, 14 + (int)(cross % 3)]);
            float[] oneHot = [.. x.Row(row)[1..6], .. x.Row(row)[7..11], .. x.Row(row)[12..]];
            Assert.Equal(5, oneHot.Sum());
        }
    }

    [Fact]
    public void NumbersAreThoseOfTheLayers()
    {
        double?[] values = [.. DiscretizationTests.Data(3000, 0).ToArray().Select(value => (double?)value)];
        TestRows rows = new TestRows().Numbers("x", values);
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .FloatNormalized("normalized", column: "x").FloatRescaled("rescaled", 0.3f, -7, column: "x")
            .FloatDiscretized("discretized", numBins: 10, column: "x").Adapt(rows);
        IReadOnlyList<Tensor> encoded = space.EncodeInputs(rows);

        Tensor x = DiscretizationTests.Data(3000, 0).Reshape([3000, 1]);
        var normalization = new Normalization();
        normalization.Adapt(x);
        var discretization = new Discretization(numBins: 10, outputMode: IndexOutputMode.OneHot);
        discretization.Adapt(x);
        Assert.Equal(discretization.Call(x).ToArray(), encoded[0].ToArray());
        Assert.Equal(normalization.Call(x).ToArray(), encoded[1].ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(new Rescaling(0.3f, -7).Call(x).ToArray(), encoded[2].ToArray(), (a, b) => Math.Abs(a - b) <= Math.Abs(a) * 1e-6);
    }

    /// <summary>Keras: index_lookup.py orders tokens by count, then by their bytes, both descending.</summary>
    [Fact]
    public void VocabularyIsInKerassOrder()
    {
        string[] tokens = ["b", "b", "a", "é", "z", "\uFF5E", "😀", "a", "B", "ab", "[UNK]", "[UNK]", ""];
        var space = new FeatureSpace().StringCategorical("text").StringCategorical("few", maxTokens: 4, numOovIndices: 2, column: "text");
        space.Adapt(new TestRows().Texts("text", tokens));
        Assert.Equal(["b", "a", "😀", "\uFF5E", "é", "z", "ab", "B", ""], Vocabulary<string>(space, "text"));
        Assert.Equal(["b", "a"], Vocabulary<string>(space, "few"));

        var integers = new FeatureSpace().IntegerCategorical("id").IntegerCategorical("all", numOovIndices: 0, column: "id");
        integers.Adapt(new TestRows().Numbers("id", 7, -3, 12, -1, -1, -1, 7, 5, 9007199254740992));
        Assert.Equal([7, 9007199254740992, 12, 5, -3], Vocabulary<long>(integers, "id"));
        Assert.Equal([-1, 7, 9007199254740992, 12, 5, -3], Vocabulary<long>(integers, "all"));
    }

    [Fact]
    public void UnknownValuesHaveTheirIndices()
    {
        FeatureSpace space = new FeatureSpace(FeatureOutputMode.Dict)
            .StringCategorical("job", numOovIndices: 3, outputMode: IndexOutputMode.Int)
            .IntegerCategorical("zip", numOovIndices: 3, outputMode: IndexOutputMode.Int)
            .Adapt(People());
        TestRows rows = new TestRows().Texts("job", "A", "B", "E", "nurse").Numbers("zip", 11, -4, -1, 20);
        Assert.Equal([1, 0, 2, 3], space.EncodeInputs(rows)[0].ToArray());
        Assert.Equal([2, 2, 2, 3], space.EncodeInputs(rows)[1].ToArray());
        Assert.Equal(
            "job unknown #0",
            new FeatureSpace().StringCategorical("job", numOovIndices: 2).Adapt(People()).Inputs[0].Features[0].Name);
    }

    [Fact]
    public void PartsOfDatesHaveTheirElements()
    {
        TestRows rows = new TestRows().Dates("signup", new DateTime(2024, 2, 29, 23, 5, 0), new DateTime(2026, 12, 31), null);
        FeatureSpace space = new FeatureSpace()
            .DatePart("signup", DatePart.Year, missing: MissingValues.Indicator).DatePart("signup", DatePart.Month, missing: MissingValues.OwnCategory)
            .DatePart("signup", DatePart.Day, missing: MissingValues.MostFrequent).DatePart("signup", DatePart.DayOfWeek, missing: MissingValues.OwnCategory)
            .DatePart("signup", DatePart.Hour, missing: MissingValues.OwnCategory, name: "at")
            .Cross(["signup month", "at"], crossingDim: 5)
            .Adapt(rows);
        string[] names = [.. space.Inputs[0].Features.Select(feature => feature.Name)];
        Assert.Equal(25 + 31 + 8 + 13 + 2 + 5, names.Length);
        int year = Array.IndexOf(names, "signup year");
        Tensor x = space.Encode(rows);
        Assert.Equal(["at = 23", "signup day = 29", "signup day of week = Thursday", "signup month = 2"], Ones(0));
        Assert.Equal(["at = 0", "signup day = 31", "signup day of week = Thursday", "signup month = 12"], Ones(1));
        Assert.Equal(["at missing", "signup day = 29", "signup day of week missing", "signup month missing", "signup year missing"], Ones(2));
        Assert.Equal([-1, 1, 0], ColumnOf(x, year));

        IEnumerable<string> Ones(int row) =>
            names.Where((name, i) => i != year && x[row, i] == 1 && !name.Contains('×', StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void TrueAndFalseAreNumbersAndTexts()
    {
        TestRows rows = new TestRows().Flags("member", true, false, true);
        FeatureSpace space = new FeatureSpace().Float("member").StringCategorical("text", column: "member").Adapt(rows);
        Assert.Equal([1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0], space.Encode(rows).ToArray());
        Assert.Equal(["member", "text unknown", "text = true", "text = false"], space.Inputs[0].Features.Select(feature => feature.Name));
    }

    [Fact]
    public void BinsWithoutNumbersAreNamedUnused()
    {
        FeatureSpace space = new FeatureSpace().FloatDiscretized("x", numBins: 5).Adapt(new TestRows().Numbers("x", 1, 1, 3));
        Assert.Equal([1d, 1d], ((FloatDiscretizedFeature)space.Features[0]).Boundaries);
        Assert.Equal(
            ["x < 1", "x bin 1, unused", "x ≥ 1", "x bin 3, unused", "x bin 4, unused"],
            space.Inputs[0].Features.Select(feature => feature.Name));
        Assert.Equal([0, 0, 1, 0, 0], space.Encode(new Row { ["x"] = 2.0 }).ToArray());
    }

    /// <summary>More rows than a block, of all kinds, against indices that are computed row by row.</summary>
    [Fact]
    public void ManyRowsAreEncodedLikeSingleOnes()
    {
        (FeatureSpace space, TestRows rows) = Large();
        Tensor x = space.Encode(rows);
        foreach (int row in new[] { 0, 1, 1023, 1024, 1025, 2047, 2048, 2499 })
            Assert.Equal(space.Encode(rows.Gather(row)).ToArray(), x.Row(row).ToArray());
    }

    [Fact]
    public void AStreamTeachesTheSameAsATable()
    {
        (FeatureSpace table, TestRows rows) = Large();
        foreach (int size in new[] { 1, 7, 1000, 5000 })
        {
            (FeatureSpace stream, _) = Large();
            stream.Adapt(rows.Parts(size));
            Assert.Equal(FeatureSpaceFileTests.TextOf(table), FeatureSpaceFileTests.TextOf(stream));
        }
    }

    [Fact]
    public void AdaptReadsEachPartOnce()
    {
        int read = 0;
        IEnumerable<IRows> Parts()
        {
            foreach (IRows part in People().Parts(2))
            {
                read++;
                yield return part;
            }
        }

        new FeatureSpace().FloatNormalized("age").StringCategorical("job").FloatDiscretized("height").Adapt(Parts());
        Assert.Equal(2, read);
    }

    [Fact]
    public void AdaptAgainReplacesWhatWasLearned()
    {
        FeatureSpace space = new FeatureSpace().FloatNormalized("age").Adapt(People());
        Assert.Equal(30, ((FloatNormalizedFeature)space.Features[0]).Mean);
        space.Adapt(new TestRows().Numbers("age", 1, 3));
        Assert.Equal((2d, 1d), (((FloatNormalizedFeature)space.Features[0]).Mean, ((FloatNormalizedFeature)space.Features[0]).Variance));
    }

    [Fact]
    public void SpacesThatLearnNothingNeedNoAdapt()
    {
        var space = new FeatureSpace().Float("age").StringHashed("city", numBins: 4).IntegerHashed("zip", numBins: 4);
        Assert.True(space.IsAdapted);
        Assert.Equal([4, 9], space.Encode(People()).Shape);
        space.FloatRescaled("income");
        Assert.Equal([4, 10], space.Adapt(People()).Encode(People()).Shape);
    }

    [Fact]
    public void CultureChangesNothing()
    {
        (FeatureSpace space, TestRows rows) = Large();
        string expected = FeatureSpaceFileTests.TextOf(space);
        float[] encoded = space.Encode(rows).ToArray();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
            (FeatureSpace again, _) = Large();
            Assert.Equal(expected, FeatureSpaceFileTests.TextOf(again));
            Assert.Equal(encoded, again.Encode(rows).ToArray());
            Assert.Equal(
                space.Inputs[0].Features.Select(feature => feature.Name), again.Inputs[0].Features.Select(feature => feature.Name));
            Assert.Contains(
                "-1.5 ≤ bins < 0.25",
                new FeatureSpace().FloatDiscretized("bins", boundaries: [-1.5f, 0.25f]).Inputs[0].Features.Select(feature => feature.Name));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void OneCallAllocatesTheTensorAndLittleElse()
    {
        (FeatureSpace space, TestRows rows) = Large();
        space.Encode(rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tensor x = space.Encode(rows);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 4L * x.Length, 4L * x.Length + 100_000);
    }

    internal static (FeatureSpace Space, TestRows Rows) Large()
    {
        const int Count = 2500;
        float[] numbers = DiscretizationTests.Data(Count, 0).ToArray(), small = DiscretizationTests.Data(Count, 1).ToArray();
        TestRows rows = new TestRows()
            .Numbers("number", [.. numbers.Select((number, i) => i % 11 == 3 ? (double?)null : number * Math.PI)])
            .Numbers("small", [.. small.Select((number, i) => i % 13 == 4 ? (double?)null : number)])
            .Texts("text", [.. numbers.Select((number, i) => i % 17 == 5 ? null : $"text {(int)number % 50}")])
            .Dates("date", [.. numbers.Select(number => (DateTime?)new DateTime(2026, 1, 1).AddHours((int)number / 10))]);
        FeatureSpace space = new FeatureSpace()
            .FloatNormalized("mean", MissingValues.Mean, column: "number").FloatRescaled("median", 0.001f, 0.5f, MissingValues.Median, "number")
            .Float("indicator", MissingValues.Indicator, "number")
            .FloatDiscretized("bins", 7, missing: MissingValues.OwnCategory, column: "number")
            .FloatDiscretized("bins of most", 7, missing: MissingValues.MostFrequent, column: "small")
            .IntegerCategorical("small", maxTokens: 5, numOovIndices: 2, missing: MissingValues.MostFrequent)
            .IntegerHashed("hashed small", 4, missing: MissingValues.MostFrequent, column: "small")
            .StringCategorical("text", missing: MissingValues.OwnCategory, maxTokens: 40)
            .StringHashed("hashed text", 9, missing: MissingValues.OwnCategory, column: "text")
            .DatePart("date", DatePart.Hour).DatePart("date", DatePart.Year)
            .Cross(["text", "bins", "date hour"], crossingDim: 20);
        space.Adapt(rows);
        return (space, rows);
    }

    internal static TestRows People() => new TestRows()
        .Numbers("age", 20, 30, 40, 30).Numbers("income", 100, 200, 0, 2).Numbers("height", 1.75, 1.25, 1.5, 2)
        .Texts("job", "nurse", "cook", "nurse", "smith").Texts("city", "Rome", "Oslo", "Bern", "Rome").Numbers("zip", 20, 10, 20, 20);

    private static TestRows KerasRows()
    {
        double?[] tenths = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], whole = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        string[] digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        return new TestRows().Numbers("float_1", tenths).Numbers("float_2", tenths).Numbers("float_3", tenths)
            .Numbers("int_1", whole).Numbers("int_2", whole).Numbers("int_3", whole).Texts("string_1", digits).Texts("string_2", digits);
    }

    private static IReadOnlyList<T> Vocabulary<T>(FeatureSpace space, string name)
        where T : notnull => ((LookupFeature<T>)space.Features.Single(feature => feature.Name == name)).Vocabulary!;

    private static float[] ColumnOf(Tensor x, int column) => [.. Enumerable.Range(0, x.Shape[0]).Select(row => x[row, column])];
}
