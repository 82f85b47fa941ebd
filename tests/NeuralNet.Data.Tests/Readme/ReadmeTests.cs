using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;

namespace NeuralNet.Data.Tests;

/// <summary>The code of the package's README is compiled, and run on files that it could stand for.</summary>
[Collection(CurrentFolder.Name)]
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "NeuralNet.Data", "README.md")).ReplaceLineEndings("\n");

    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;

    public ReadmeTests()
    {
        Environment.CurrentDirectory = folder[""];
        Console.SetOut(TextWriter.Null);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void CodeIsCompiled()
    {
        string code = File.ReadAllText(Path.Combine(Repository.Root, "tests", "NeuralNet.Data.Tests", "Readme", "ReadmeCode.cs")).ReplaceLineEndings("\n");
        string[] compiled = [.. Marked().Matches(code).Select(part => Indentation().Replace(part.Groups[1].Value, ""))];
        Assert.Equal(CodeBlock().Matches(Readme).Select(block => block.Groups[1].Value), compiled);
    }

    [Fact]
    public void TheFirstProgramTrains()
    {
        File.WriteAllText("people.csv", "age,income,city,since\n31,52000,Bern,2019-04-01\n45.5,61000,Basel,2015-01-01\n28,38500,Genf,2021-09-15\n"
            + "?,44000,Bern,2018-03-01\n39,57000,Genf,2011-11-01\n52,70500,Basel,2003-06-01\n");
        (Model model, string summary) = ReadmeCode.FirstProgram();
        Assert.Equal(["Bern", "Basel", "Genf"], model.Labels!);
        Assert.Contains(summary, Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void TheOptionsReadAGermanFile()
    {
        using (var gzip = new GZipStream(File.Create("prices.csv.gz"), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes("article;day;price;note\n4711;24.12.2025;1,5;x\n4712;25.12.2025;-;y\n"));
        Table prices = ReadmeCode.Options();
        Assert.Equal(["day", "price", "article"], prices.Columns.Select(column => column.Name));
        Assert.Equal(["1.5", ""], prices.Texts("price"));
        Assert.Equal(["2025-12-24", "2025-12-25"], prices.Texts("day"));
        Assert.Equal(ColumnType.Category, prices["article"].Type);
    }

    [Fact]
    public void TheStreamTrains()
    {
        var random = new RandomStream(1);
        var text = new StringBuilder("a,b,sum\n");
        for (int i = 0; i < 2_000; i++)
        {
            (float a, float b) = (random.NextSingle(), random.NextSingle());
            text.Append(CultureInfo.InvariantCulture, $"{a},{b},{a + b}\n");
        }

        File.WriteAllText("measurements.csv", text.ToString());
        Sequential regression = new Sequential(2, seed: 1).Dense(1);
        regression.Compile(new Adam(0.05f), "mse");
        ReadmeCode.Stream(regression);
        Assert.Equal(0.7f, regression.Predict(new float[,] { { 0.3f, 0.4f } })[0, 0], 0.05f);
    }

    [Fact]
    public async Task TheOtherSourcesAreRead()
    {
        var (temperature, station) = (new DataField<double>("temperature"), new DataField<string>("station"));
        await using (FileStream file = File.Create("measured.parquet"))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(temperature, station), file);
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync<double>(temperature, new[] { 21.5 });
            await rows.WriteAsync(station, new[] { "Jungfraujoch" });
        }

        using var orders = new DataTable();
        orders.Columns.Add("n", typeof(int));
        orders.Rows.Add(7);
        using DataTableReader reader = orders.CreateDataReader();
        Table[] tables = ReadmeCode.Others([(30, "Bern"), (null, "Genf")], reader);
        Assert.Equal("21.5", tables[0]["temperature"].GetText(0));
        Assert.Equal(["30", ""], tables[1].Texts("age"));
        Assert.Equal(["7"], tables[2].Texts("n"));
    }

    [GeneratedRegex(@"// README\n(.*?) +// end\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
