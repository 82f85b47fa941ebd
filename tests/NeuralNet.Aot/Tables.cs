using NeuralNet.Data;
using NeuralNet.Onnx;
using Parquet;
using Parquet.Schema;

namespace NeuralNet.Aot;

/// <summary>Tables from every source, and a training on a stream of them.</summary>
internal static class Tables
{
    private sealed record Person(string Name, int? Age);

    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "rows.csv");
        File.WriteAllText(path, "x,y,kind,flag,day,wide\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{2 * i},k{i % 3},true,2024-01-02,1e300\n")));
        Table table = Table.ReadCsv(path);
        Require.True(table.RowCount == 50 && table.ToTensor("y")[49, 0] == 98 && ((CategoryColumn)table["kind"]).Categories.Count == 3);
        Require.True(table.Values<DateTime>("day")[0] == new DateTime(2024, 1, 2));
        Sequential model = new Sequential(1, seed: 1).Dense(1);
        model.Compile("adam", "mse");
        model.Fit(Table.StreamCsv(path, 10).ToDataset(["x"], "y").Shuffle(20), new FitOptions { Epochs = 1, Verbose = Verbosity.Silent });
        Table people = Table.From([new Person("Ada", 36), new Person("Ben", null)], row => row
            .Column("name", person => person.Name)
            .Column("age", person => person.Age));
        Require.True(people["age"].IsMissing(1) && people.Values<double>("age")[0] == 36);
        RunEncoder(people);
        RunParquet(folder);
    }

    /// <summary>A model that takes rows, saved, loaded, and exported with its preprocessing.</summary>
    private static void RunEncoder(Table people)
    {
        FeatureSpace space = new FeatureSpace().StringCategorical("name").FloatNormalized("age", MissingValues.Mean).Adapt(people);
        Sequential model = new Sequential(space, seed: 1).Dense(1);
        using MemoryStream saved = new(), exported = new();
        model.Save(saved);
        saved.Position = 0;
        Require.Equal(model.Predict(people)[1, 0], Model.Load(saved).Predict(new Row { ["name"] = "Ben", ["age"] = null })[0, 0]);
        model.ExportOnnx(exported);
        Require.True(exported.ToArray().AsSpan().IndexOf("LabelEncoder"u8) > 0);
    }

    /// <summary>A Parquet file as pandas writes it: two columns, a missing value.</summary>
    private static void RunParquet(string folder)
    {
        string path = Path.Combine(folder, "rows.parquet");
        WriteParquet(path).GetAwaiter().GetResult();
        Table table = Table.ReadParquet(path);
        Require.True(table.Values<double>("number")[0] == 1.5 && table["number"].IsMissing(1));
        Require.True(((CategoryColumn)table["text"]).Categories[1] == "b");
    }

    private static async Task WriteParquet(string path)
    {
        var number = new DataField<double?>("number");
        var text = new DataField<string>("text");
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(number, text), file);
        using ParquetRowGroupWriter rows = writer.CreateRowGroup();
        await rows.WriteAsync<double>(number, new double?[] { 1.5, null });
        await rows.WriteAsync(text, new[] { "a", "b" });
    }
}
