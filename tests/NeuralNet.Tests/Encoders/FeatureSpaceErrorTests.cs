namespace NeuralNet.Tests;

/// <summary>Tests that wrong features and wrong values are named, and change nothing.</summary>
public class FeatureSpaceErrorTests
{
    [Fact]
    public void WrongFeaturesAreRefused()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("job").Float("age").FloatDiscretized("height");
        Refused<ArgumentException>(() => space.Float("job"), "There is a feature named 'job' already");
        Refused<ArgumentException>(() => space.Float(""), "");
        Refused<ArgumentOutOfRangeException>(() => space.StringCategorical("x", maxTokens: 1), "'maxTokens' must be at least 2");
        Refused<ArgumentOutOfRangeException>(() => space.StringCategorical("x", maxTokens: 4, numOovIndices: 4), "'maxTokens' must be at least 5");
        Refused<ArgumentOutOfRangeException>(() => space.IntegerCategorical("x", numOovIndices: -1), "numOovIndices");
        Refused<ArgumentOutOfRangeException>(() => space.StringHashed("x", numBins: 0), "numBins");
        Refused<ArgumentOutOfRangeException>(() => space.IntegerHashed("x", numBins: (1 << 24) + 1), "numBins");
        Refused<ArgumentOutOfRangeException>(() => space.FloatDiscretized("x", numBins: 1), "numBins");
        Refused<ArgumentException>(() => space.FloatDiscretized("x", boundaries: []), "at least one");
        Refused<ArgumentException>(() => space.FloatDiscretized("x", boundaries: [2, 1]), "boundaries must ascend");
        Refused<ArgumentOutOfRangeException>(() => space.FloatDiscretized("x", boundaries: [float.PositiveInfinity]), "finite");
        Refused<ArgumentOutOfRangeException>(() => space.FloatRescaled("x", float.NaN), "scale");
        Refused<ArgumentOutOfRangeException>(() => space.DatePart("x", (DatePart)9), "part");
        Refused<ArgumentException>(() => space.DatePart("x", DatePart.Year, IndexOutputMode.Int), "The year is a number");
        Refused<ArgumentException>(() => space.StringCategorical("x", outputMode: IndexOutputMode.Int), "FeatureOutputMode.Dict");
        Refused<ArgumentException>(() => space.Cross(["job", "height"], outputMode: IndexOutputMode.Int), "FeatureOutputMode.Dict");
        Refused<ArgumentException>(() => space.Cross(["job"]), "at least two features");
        Refused<ArgumentException>(() => space.Cross(["job", "job"]), "at least two features, all different");
        Refused<ArgumentException>(() => space.Cross(["job", "city"]), "names 'city', which is no feature");
        Refused<ArgumentException>(() => space.Cross(["job", "age"]), "names 'age', which has no categories");
        Refused<ArgumentOutOfRangeException>(() => space.Cross(["job", "height"], crossingDim: 0), "crossingDim");
        Assert.Equal(3, space.Features.Count);
        space.Cross(["job", "height"]);
        Refused<ArgumentException>(() => space.Cross(["job", "height"]), "There is a feature named 'job_X_height' already");
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSpace((FeatureOutputMode)3));
    }

    [Fact]
    public void UseBeforeAdaptNamesAdapt()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("job").Float("age", MissingValues.Mean);
        Refused<InvalidOperationException>(() => space.Encode(FeatureSpaceTests.People()), "Call the FeatureSpace's Adapt(trainingRows) first");
        Refused<InvalidOperationException>(() => _ = space.Inputs, "'age' has learned nothing yet");
        Refused<InvalidOperationException>(() => _ = space.Features[1].Width, "'job' has learned nothing yet");
        Refused<InvalidOperationException>(() => new FeatureSpace().Encode(FeatureSpaceTests.People()), "has no features");
        Refused<InvalidOperationException>(() => new FeatureSpace().Adapt(FeatureSpaceTests.People()), "has no features");
    }

    [Fact]
    public void FeaturesAreNotAddedAfterAdapt()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("job").Adapt(FeatureSpaceTests.People());
        Refused<InvalidOperationException>(() => space.Float("age"), "The feature 'job' has learned from training rows already");
        Assert.Single(space.Features);
    }

    [Fact]
    public void WrongValuesAreNamed()
    {
        TestRows rows = FeatureSpaceTests.People();
        Refused<ArgumentException>(() => new FeatureSpace().Float("weight").Encode(rows), "The rows have no column 'weight'");
        Refused<ArgumentException>(() => new FeatureSpace().FloatNormalized("weight").Adapt(rows), "The rows have no column 'weight'");
        Refused<ArgumentException>(
            () => new FeatureSpace().FloatNormalized("job").Adapt(rows),
            "The column 'job' has values of the type Text, such as 'nurse' in row 0 of test.csv. The feature 'job' (FloatNormalized) takes numbers");
        Refused<ArgumentException>(() => new FeatureSpace().Float("job").Encode(rows), "takes numbers");
        Refused<ArgumentException>(() => new FeatureSpace().StringHashed("zip").Encode(rows), "such as '20' in row 0 of test.csv. The feature 'zip' (StringHashed) takes texts");
        Refused<ArgumentException>(() => new FeatureSpace().DatePart("zip", DatePart.Hour).Encode(rows), "takes dates");
        Refused<ArgumentException>(
            () => new FeatureSpace().IntegerCategorical("height").Adapt(rows),
            "The column 'height' has '1.75' in row 0 of test.csv. The feature 'height' (IntegerCategorical) takes whole numbers");
        Refused<ArgumentException>(
            () => new FeatureSpace().IntegerHashed("x").Encode(new TestRows().Numbers("x", 1, 9007199254740994)), "'9007199254740994' in row 1");
        foreach (double value in new[] { double.PositiveInfinity, 1e39, -1e300 })
        {
            TestRows wrong = new TestRows().Numbers("x", 1, 2, value);
            Refused<ArgumentException>(() => new FeatureSpace().Float("x").Encode(wrong), "in row 2 of test.csv. The feature 'x' (Float) takes finite numbers of float32");
            Refused<ArgumentException>(() => new FeatureSpace().FloatDiscretized("x").Adapt(wrong), "in row 2 of test.csv");
            Refused<ArgumentException>(() => new FeatureSpace().IntegerHashed("x").Encode(wrong), "in row 2 of test.csv");
        }

        Refused<ArgumentException>(() => new FeatureSpace().FloatNormalized("x").Adapt(new TestRows().Numbers("x", -3e38, 3e38)), "beyond float32");
        Refused<ArgumentException>(() => new FeatureSpace().Float("x").Adapt(new TestRows().Numbers("x")), "no rows to learn from");
        Refused<ArgumentException>(() => new FeatureSpace().Float("x").Adapt(Array.Empty<IRows>()), "no rows to learn from");
        Assert.Throws<ArgumentNullException>(() => new FeatureSpace().Float("x").Adapt((IRows)null!));
        Assert.Throws<ArgumentNullException>(() => new FeatureSpace().Float("x").Adapt([null!]));
    }

    [Fact]
    public void UnknownCategoriesAreNamedWhereTheyAreAnError()
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("job", numOovIndices: 0).Adapt(FeatureSpaceTests.People());
        Refused<ArgumentException>(
            () => space.Encode(new TestRows().Texts("job", "cook", "baker")),
            "The column 'job' has 'baker' in row 1 of test.csv. The feature 'job' (StringCategorical) knows 3 values of the training rows, and it is none of them. State numOovIndices: 1");
        Assert.Equal([0, 0, 1], space.Encode(new Row { ["job"] = "cook" }).ToArray());
    }

    [Fact]
    public void AdaptThatFailsChangesNothing()
    {
        (FeatureSpace space, TestRows rows) = FeatureSpaceTests.Large();
        string before = FeatureSpaceFileTests.TextOf(space);
        TestRows wrong = new TestRows().Numbers("number", 1).Numbers("small", 2.5).Texts("text", "a").Dates("date", new DateTime(2026, 1, 1));
        Refused<ArgumentException>(() => space.Adapt([rows, wrong]), "'2.5'");
        Assert.Equal(before, FeatureSpaceFileTests.TextOf(space));
    }

    [Fact]
    public void SpaceOfAModelStaysAsItIs()
    {
        (FeatureSpace space, TestRows rows) = FeatureSpaceTests.Large();
        string before = FeatureSpaceFileTests.TextOf(space);
        Assert.Throws<ArgumentException>(() => new Sequential(3).Dense(1).Encoders = [space]);
        FeatureSpace named = new FeatureSpace(FeatureOutputMode.Dict).Float("income").Float("age");
        Input income = new(1, name: "income"), age = new(1, name: "age");
        Node output = income.Concatenate(age).Dense(1);
        BadInput.Refuses<ArgumentException>(() => _ = new Model([income, age], [output]) { Encoders = [named] }, "order age, income", "'income'");
        Assert.False(space.IsFrozen);
        _ = new Sequential(space).Dense(1);
        Assert.True(space.IsFrozen);
        Refused<InvalidOperationException>(() => space.Adapt(rows), "belongs to a model");
        Refused<InvalidOperationException>(() => space.Float("further"), "belongs to a model");
        Assert.Equal(before, FeatureSpaceFileTests.TextOf(space));
    }

    [Fact]
    public void NoRowsMakeAnEmptyTensor()
    {
        (FeatureSpace space, TestRows rows) = FeatureSpaceTests.Large();
        Assert.Equal(0, space.Encode(rows.Gather()).Shape[0]);
    }

    private static void Refused<T>(Action action, string message)
        where T : Exception => Assert.Contains(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
