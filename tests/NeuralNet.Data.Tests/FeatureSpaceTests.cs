namespace NeuralNet.Data.Tests;

/// <summary>Tests of the way from a file through a FeatureSpace to a model and to the prediction of one new row.</summary>
public class FeatureSpaceTests
{
    private const string People = """
        age,job,since,member,income,species
        30,nurse,2020-01-31,true,1000,cat
        50,,2021-06-01,false,,dog
        40,clerk,2020-12-24,true,3000,cat
        20,nurse,2022-06-15,true,2000,fish
        """;

    [Fact]
    public void ATableIsEncodedInTheWordsOfItsFile()
    {
        Table table = Csv.Read(People, new CsvOptions { Types = Csv.Types("job", ColumnType.Category) });
        FeatureSpace space = NewSpace().Adapt(table);
        Tensor x = space.Encode(table);
        Assert.Equal(x.ToArray(), space.Encode(Csv.Read(People)).ToArray());
        IReadOnlyList<EncodedFeature> features = space.Inputs[0].Features;
        Assert.Equal(x.Shape[1], features.Count);
        int nurse = features.Index().Single(feature => feature.Item.Name.Contains("nurse", StringComparison.Ordinal)).Index;
        Assert.Equal([1, 0, 0, 1], Enumerable.Range(0, 4).Select(row => x[row, nurse]));
        Assert.Equal(["job"], features[nurse].Columns);
    }

    [Fact]
    public void ARowOfValuesIsEncodedLikeTheRowOfTheFile()
    {
        Table table = Csv.Read(People);
        FeatureSpace space = NewSpace().Adapt(table);
        var row = new Row { ["age"] = 50, ["job"] = null, ["since"] = new DateTime(2021, 6, 1), ["member"] = false, ["income"] = null };
        Assert.Equal(space.Encode(table).Row(1).ToArray(), space.Encode(row).ToArray());
    }

    [Fact]
    public void AStreamOfTablesIsFittedLikeTheTable()
    {
        using var folder = new TemporaryFolder();
        string path = folder["people.csv"];
        File.WriteAllText(path, People);
        Table table = Table.ReadCsv(path);
        TableStream stream = Table.StreamCsv(path, rowsPerTable: 1);
        FeatureSpace ofTable = NewSpace().Adapt(table), ofStream = NewSpace().Adapt(stream);
        Assert.Equal(ofTable.Encode(table).ToArray(), ofStream.Encode(table).ToArray());
        DatasetElement[] samples = [.. stream.ToDataset(ofStream, "species", ["cat", "dog", "fish"]).Elements()];
        Assert.Equal(ofTable.Encode(table).ToArray(), samples.SelectMany(sample => sample.Inputs[0].ToArray()));
        Assert.Equal([0, 1, 0, 2], samples.Select(sample => sample.Targets[0][0]));
    }

    [Fact]
    public void AModelGoesFromTheFileToThePredictionOfARow()
    {
        using var folder = new TemporaryFolder();
        Table table = Csv.Read(People);
        Sequential model = new Sequential(NewSpace().Adapt(table), seed: 1).Dense(8, "relu").Dense(3, "softmax");
        model.Labels = table.CategoriesOf("species");
        model.Compile(new Adam(0.05f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(table.ToDataset(model.Encoders[0], "species", model.Labels), new FitOptions { Epochs = 60, Verbose = Verbosity.Silent });
        string path = folder["model.safetensors"];
        model.Save(path);
        Model loaded = Model.Load(path);
        Assert.Equal(["cat", "dog", "cat", "fish"], loaded.PredictClasses(table).Select(predicted => predicted.Name));
        Assert.Equal(model.Predict(table).ToArray(), loaded.Predict(table).ToArray());
    }

    [Fact]
    public void AClassThatWasNotTrainedIsNamedWithItsRow()
    {
        Table test = Csv.Read("species\ncat\nwolf\n", new CsvOptions { Types = Csv.Types("species", ColumnType.Category) });
        string message = Assert.Throws<InvalidOperationException>(() => test.ToLabels("species", ["dog", "cat"])).Message;
        Assert.Contains("'species' has 'wolf' in row 1", message, StringComparison.Ordinal);
        Assert.Contains("dog, cat", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => test.ToLabels("species", ["cat", "cat"]));
        Assert.Throws<ArgumentException>(() => Csv.Read("x\n1.5\n").ToLabels("x", ["1.5"]));
    }

    [Fact]
    public void ATargetOfCategoriesNeedsLabels()
    {
        Table table = Csv.Read(People, new CsvOptions { Types = Csv.Types("species", ColumnType.Category) });
        FeatureSpace space = NewSpace().Adapt(table);
        string message = Assert.Throws<ArgumentException>(() => table.ToDataset(space, "species")).Message;
        Assert.Contains("training.CategoriesOf(\"species\")", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsAreInTheGivenOrder()
    {
        Table table = Csv.Read("kind,flag\nb,true\na,false\nb,false\n", new CsvOptions { Types = Csv.Types("kind", ColumnType.Category) });
        Assert.Equal(["b", "a"], table.CategoriesOf("kind"));
        Assert.Equal([0, 1, 0], table.ToLabels("kind").ToArray());
        Assert.Equal([1, 0, 1], table.ToLabels("kind", ["a", "b"]).ToArray());
        Assert.Equal(["false", "true"], table.CategoriesOf("flag"));
        Assert.Equal([1, 0, 0], table.ToLabels("flag").ToArray());
    }

    [Fact]
    public void AColumnOfHolesOnlyIsAnError()
    {
        Table table = Csv.Read("a,b\n1,\n2,\n", new CsvOptions { Types = Csv.Types("b", ColumnType.Float32) });
        string message = Assert.Throws<ArgumentException>(
            () => new FeatureSpace().Float("a").FloatNormalized("b", MissingValues.Mean).Adapt(table)).Message;
        Assert.Contains("'b'", message, StringComparison.Ordinal);
    }

    private static FeatureSpace NewSpace() => new FeatureSpace()
        .FloatNormalized("age")
        .StringCategorical("job", missing: MissingValues.OwnCategory)
        .DatePart("since", DatePart.Month)
        .Float("member")
        .FloatNormalized("income", MissingValues.Indicator);
}
