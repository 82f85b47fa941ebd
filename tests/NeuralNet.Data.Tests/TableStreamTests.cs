using System.Globalization;

namespace NeuralNet.Data.Tests;

public sealed class TableStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TablesHoldTheRowsOfTheFileInOrder()
    {
        string path = Write("x,kind\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => $"{i},{"abc"[i / 900]}\n")));
        Table whole = Table.ReadCsv(path);
        TableStream stream = Table.StreamCsv(path, rowsPerTable: 400, new CsvOptions { InferenceRows = 100 });
        for (int pass = 0; pass < 2; pass++)
        {
            Table[] tables = [.. stream];
            Assert.Equal([400, 400, 400, 400, 400, 400, 100], tables.Select(table => table.RowCount));
            Assert.Equal(whole.Values<float>("x").ToArray(), tables.SelectMany(table => table.Values<float>("x").ToArray()));
            Assert.Equal(whole.Texts("kind"), tables.SelectMany(table => table.Texts("kind")));
            Assert.Equal(["a", "b", "c"], ((CategoryColumn)tables[^1]["kind"]).Categories);
            Assert.Equal(["a"], ((CategoryColumn)tables[0]["kind"]).Categories);
            Assert.Equal(((CategoryColumn)whole["kind"]).Codes.ToArray(), tables.SelectMany(table => ((CategoryColumn)table["kind"]).Codes.ToArray()));
        }
    }

    [Fact]
    public void TheFirstTableHasTheRowsOfTheInference()
    {
        string path = Write("x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")));
        Assert.Equal([20, 7, 3], Table.StreamCsv(path, 7, new CsvOptions { InferenceRows = 20 }).Select(table => table.RowCount));
    }

    /// <summary>Rows in the order of the file train as the tensors of the whole file do, to the bit.</summary>
    [Fact]
    public void FitOnTheStreamIsFitOnTheTensors()
    {
        string path = WriteSums(300);
        Table whole = Table.ReadCsv(path);
        Sequential onTensors = Regression(), onStream = Regression();
        onTensors.Fit((whole.ToTensor("a", "b"), whole.ToTensor("sum")), new FitOptions
        {
            Epochs = 3,
            Shuffle = false,
            Verbose = Verbosity.Silent,
        });
        Dataset rows = Table.StreamCsv(path, rowsPerTable: 70, new CsvOptions { InferenceRows = 10 }).ToDataset(["a", "b"], "sum");
        onStream.Fit(rows, new FitOptions { Epochs = 3, Verbose = Verbosity.Silent });
        Tensor x = whole.ToTensor("a", "b");
        Assert.Equal(onTensors.Predict(x).ToArray(), onStream.Predict(x).ToArray());
    }

    [Fact]
    public void FitOnTheShuffledStreamLearnsTheRule()
    {
        Sequential model = Regression();
        Dataset rows = Table.StreamCsv(WriteSums(600), rowsPerTable: 100, new CsvOptions { InferenceRows = 10 })
            .ToDataset(["a", "b"], "sum").Shuffle(bufferSize: 200).Batch(16);
        History history = model.Fit(rows, new FitOptions { Epochs = 15, Verbose = Verbosity.Silent });
        Assert.True(history["loss"][^1] < 0.01 * history["loss"][0], $"{history["loss"][0]} to {history["loss"][^1]}");
    }

    [Fact]
    public void CategoriesOfTheTargetAreLabels()
    {
        string path = Write("x,kind\n1,b\n2,a\n3,b\n");
        Dataset rows = Table.StreamCsv(path).ToDataset(["x"], "kind");
        Assert.Equal([0f, 1f, 0f], rows.Elements().Select(element => element.Targets[0][0]));
        Assert.Equal($"{path} (x to kind)", rows.ToString());
    }

    [Fact]
    public void ErrorsNameLineOrRowOfTheWholeFile()
    {
        string path = Write("x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => i == 33 ? "?,1\n" : $"{i},{(i == 44 ? "z" : "1")}\n")));
        TableStream stream = Table.StreamCsv(path, rowsPerTable: 10, new CsvOptions { InferenceRows = 10 });
        Exception missing = Assert.Throws<InvalidOperationException>(() => stream.ToDataset(["x"], "y").Elements().Count());
        Assert.Contains("the first in row 33 (rows count from 0)", missing.Message, StringComparison.Ordinal);
        InvalidDataException misfit = Assert.Throws<InvalidDataException>(() => stream.Count());
        Assert.StartsWith($"{path}, line 46, column 'y': 'z' is not a number.", misfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadArguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.StreamCsv("x.csv", 0));
        Assert.Throws<ArgumentException>(() => Table.StreamCsv(""));
        Assert.Throws<ArgumentException>(() => Table.StreamCsv("x.csv").ToDataset([], "y"));
    }

    private static Sequential Regression()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new Adam(learningRate: 0.05f), "mean_squared_error");
        return model;
    }

    private string WriteSums(int count)
    {
        var random = new RandomStream(1);
        return Write("a,b,sum\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            float a = random.NextSingle(), b = random.NextSingle();
            return string.Create(CultureInfo.InvariantCulture, $"{a},{b},{a + 2 * b}\n");
        })));
    }

    private string Write(string text)
    {
        File.WriteAllText(folder["rows.csv"], text);
        return folder["rows.csv"];
    }
}
