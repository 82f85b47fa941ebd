using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace NeuralNet.Data.Tests;

public class ReadCsvTests
{
    private const string People = "age,city,smokes,born,note\n"
        + "31,Bern,true,1990-05-01,\"likes \"\"jazz\"\", and tea\"\n"
        + "?,Basel,FALSE,NA,\n"
        + "45.5,Bern,,1976-11-30,None\n";

    [Fact]
    public void InfersTheTypeOfEachColumn()
    {
        Table table = Csv.Read(People);
        Assert.Equal(
            [ColumnType.Float32, ColumnType.Category, ColumnType.Boolean, ColumnType.Date, ColumnType.Category],
            table.Columns.Select(column => column.Type));
        Assert.Equal([31f, float.NaN, 45.5f], table.Values<float>("age").ToArray());
        Assert.Equal([true, false, false], table.Values<bool>("smokes").ToArray());
        Assert.Equal([new DateTime(1990, 5, 1), default, new DateTime(1976, 11, 30)], table.Values<DateTime>("born").ToArray());
        var city = (CategoryColumn)table["city"];
        Assert.Equal(["Bern", "Basel"], city.Categories);
        Assert.Equal([0, 1, 0], city.Codes.ToArray());
        Assert.Equal([1, 0, 1, 1, 2], table.Columns.Select(column => column.MissingCount));
        Assert.Equal(["likes \"jazz\", and tea", "", ""], table.Texts("note"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2")]
    [InlineData("a\tb\r\n1\t2\r\n")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n")]
    [InlineData(" a , b \n 1 , 2 \n")]
    [InlineData("\n\na,b\n\n1,2\n\n\n")]
    [InlineData("\"a\";b\n1;2")]
    public void DetectsSeparatorsLineBreaksAndQuotes(string text)
    {
        Table table = Csv.Read(text);
        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal([1f, 2f], table.ToTensor().ToArray());
    }

    [Fact]
    public void TakesTheSeparatorThatIsGiven()
    {
        Table table = Csv.Read("a|b\n1|2\n", new CsvOptions { Separator = '|' });
        Assert.Equal([1f, 2f], table.ToTensor("a", "b").ToArray());
    }

    [Fact]
    public void NamesColumnsOfAFileWithoutAHeader()
    {
        Assert.Equal(["column0", "column1"], Csv.Read("1,2\n3,4", new CsvOptions { HasHeader = false }).Columns.Select(column => column.Name));
        Table table = Csv.Read("1,2\n3,4", new CsvOptions { HasHeader = false, Names = ["x", "y"] });
        Assert.Equal([1f, 3f], table.Values<float>("x").ToArray());
    }

    [Fact]
    public void ReadsDecimalCommasOfACulture()
    {
        CultureInfo german = CultureInfo.GetCultureInfo("de-DE");
        Table table = Csv.Read("x;y\n1,5;-2,25\n", new CsvOptions { Culture = german });
        Assert.Equal([1.5f, -2.25f], table.ToTensor().ToArray());
        Table withoutHeader = Csv.Read("1,5;2,5;3,5\n", new CsvOptions { Culture = german, HasHeader = false });
        Assert.Equal([1.5f, 2.5f, 3.5f], withoutHeader.ToTensor().ToArray());
    }

    /// <summary>Sep's own parser takes 1,5 for 15.</summary>
    [Fact]
    public void ADecimalCommaIsNoSeparatorOfThousands()
    {
        Assert.Equal(ColumnType.Category, Csv.Read("x;y\n1,5;2\n")["x"].Type);
        Assert.Contains("line 2, column 'x': '1,5' is not a number.", Csv.ErrorOf("x;y\n1,5;2\n", new CsvOptions
        {
            Types = Csv.Types("x", ColumnType.Float32),
        }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsEncodingsByTheirMark(bool isBigEndian)
    {
        Encoding[] encodings = [new UTF8Encoding(true), new UnicodeEncoding(isBigEndian, true), new UTF32Encoding(false, true)];
        foreach (Encoding encoding in encodings)
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("Größe,město\n1,Plzeň\n")];
            Table table = Csv.Read(bytes);
            Assert.Equal(["Größe", "město"], table.Columns.Select(column => column.Name));
            Assert.Equal(["Plzeň"], table.Texts("město"));
        }
    }

    [Fact]
    public void ReadsTheEncodingThatIsGiven()
    {
        byte[] bytes = Encoding.Latin1.GetBytes("Größe\n1\n");
        Assert.Equal("Größe", Csv.Read(bytes, new CsvOptions { Encoding = Encoding.Latin1 }).Columns[0].Name);
    }

    /// <summary>Characters of several bytes lie on the borders of the buffers.</summary>
    [Fact]
    public void ReadsFilesOfManyBuffers()
    {
        var text = new StringBuilder("n,text\n");
        for (int i = 0; i < 30_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},\"žluťoučký 馬 {i}\"\n");
        Table table = Csv.Read(text.ToString());
        Assert.Equal(30_000, table.RowCount);
        Assert.Equal(ColumnType.Text, table["text"].Type);
        for (int i = 0; i < 30_000; i++)
        {
            Assert.Equal(i, table.Values<float>("n")[i]);
            Assert.Equal($"žluťoučký 馬 {i}", table.Values<string>("text")[i]);
        }
    }

    [Fact]
    public void ReadsGzipOfOneOrSeveralMembers()
    {
        string text = "x,y\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i % 7}\n"));
        byte[] half = Compress(text[..5000]), rest = Compress(text[5000..]);
        foreach (byte[] bytes in new[] { Compress(text), [.. half, .. rest] })
        {
            Table table = Csv.Read(bytes);
            Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (float)i), table.Values<float>("x").ToArray());
        }
    }

    [Fact]
    public void ReadsTheColumnsOfTheOptionsInTheirOrder()
    {
        Table table = Csv.Read("a,b,c\n1,x,3\n", new CsvOptions { Columns = ["c", "a"] });
        Assert.Equal(["c", "a"], table.Columns.Select(column => column.Name));
        Assert.Equal([3f, 1f], table.ToTensor().ToArray());
    }

    [Fact]
    public void MarkersStandForMissingValues()
    {
        Table table = Csv.Read("x,c\n-999,\n1,NaN\nnan,b\n4,-999\n", new CsvOptions { MissingMarkers = ["-999", "", "nan"] });
        Assert.Equal([float.NaN, 1, float.NaN, 4], table.Values<float>("x").ToArray());
        Assert.Equal(["", "NaN", "b", ""], table.Texts("c"));
        Table later = Csv.Read("x\n1\n-999\n", new CsvOptions { MissingMarkers = ["-999"], InferenceRows = 1 });
        Assert.True(later["x"].IsMissing(1));
    }

    [Fact]
    public void MarkersThatAreDatesStandForMissingValues()
    {
        Table table = Csv.Read("d\n2024-01-01\n1900-01-01\n", new CsvOptions { MissingMarkers = ["1900-01-01"], InferenceRows = 1 });
        Assert.Equal([false, true], [table["d"].IsMissing(0), table["d"].IsMissing(1)]);
    }

    [Fact]
    public void SpacesAndQuotesAroundValuesAreRemoved()
    {
        const string row = " \"1.5\" , \" a \"\"b\"\"\"\"c\"\", \" ,\"\", true ,  2024-01-02, \"\"\n";
        Table table = Csv.Read("x,text,none,flag,day,last\n" + row + "2,,1,\"FALSE\",\"2024-01-03\",3 \n" + row, new CsvOptions { InferenceRows = 2 });
        Assert.Equal([1.5f, 2, 1.5f], table.Values<float>("x").ToArray());
        Assert.Equal([" a \"b\"\"c\", ", "", " a \"b\"\"c\", "], table.Texts("text"));
        Assert.Equal([float.NaN, 1, float.NaN], table.Values<float>("none").ToArray());
        Assert.Equal([true, false, true], table.Values<bool>("flag").ToArray());
        Assert.Equal([2, 3, 2], table.Values<DateTime>("day").ToArray().Select(day => day.Day));
        Assert.Equal([float.NaN, 3, float.NaN], table.Values<float>("last").ToArray());
    }

    /// <summary>The number of rows is estimated by the first rows, too high or too low.</summary>
    [Theory]
    [InlineData("1", "10000000")]
    [InlineData("10000000", "1")]
    public void LaterRowsMayBeLongerOrShorter(string first, string later)
    {
        string text = "x,c\n" + string.Concat(Enumerable.Repeat($"{first},{first}\n", 1000)) + string.Concat(Enumerable.Repeat($"{later},{later}\n", 70_000));
        var options = new CsvOptions { Types = Csv.Types("c", ColumnType.Category) };
        float[] expected = [.. Enumerable.Repeat(float.Parse(first, CultureInfo.InvariantCulture), 1000),
            .. Enumerable.Repeat(float.Parse(later, CultureInfo.InvariantCulture), 70_000)];
        byte[] utf16 = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        foreach (byte[] bytes in new[] { Encoding.UTF8.GetBytes(text), utf16 })
        {
            Table table = Csv.Read(bytes, options);
            Assert.Equal(expected, table.Values<float>("x").ToArray());
            Assert.Equal(expected.Length, ((CategoryColumn)table["c"]).Codes.Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => table["x"].GetNumber(expected.Length));
        }
    }

    [Fact]
    public void ReadsDatesOfIso8601AndOfGivenFormats()
    {
        Table table = Csv.Read("d\n2024-02-29\n2024-02-29T13:45\n2024-02-29 13:45:06.25\n2024-02-29T13:45:06Z\n2024-02-29T13:45:06+02:00\n");
        Assert.Equal(
            [
                new DateTime(2024, 2, 29), new DateTime(2024, 2, 29, 13, 45, 0), new DateTime(2024, 2, 29, 13, 45, 6, 250),
                new DateTime(2024, 2, 29, 13, 45, 6), new DateTime(2024, 2, 29, 11, 45, 6),
            ],
            table.Values<DateTime>("d").ToArray());
        Table german = Csv.Read("d\n24.12.2025\n", new CsvOptions { DateFormats = ["dd.MM.yyyy"] });
        Assert.Equal(new DateTime(2025, 12, 24), german.Values<DateTime>("d")[0]);
    }

    [Fact]
    public void KeysKeepTheirDigits()
    {
        Table table = Csv.Read("float32,float64,text\n16777216,16777217,9007199254740993\n1,2,3\n");
        Assert.Equal([ColumnType.Float32, ColumnType.Float64, ColumnType.Category], table.Columns.Select(column => column.Type));
        Assert.Equal(16777217, table.Values<double>("float64")[0]);
        Assert.Equal("9007199254740993", table["text"].GetText(0));
    }

    [Fact]
    public void NumbersAreParsedAsByTheRuntime()
    {
        string[] texts = ["0.1", "-3.4028235e38", "1e-45", "1E5", "+7", ".5", "5.", "123456789.123456789", "0.30000000000000004", "-0"];
        Table table = Csv.Read("x,y\n" + string.Concat(texts.Select(text => $"{text},{text}\n")), new CsvOptions
        {
            Types = new Dictionary<string, ColumnType> { ["x"] = ColumnType.Float32, ["y"] = ColumnType.Float64 },
        });
        Assert.Equal(texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture)), table.Values<float>("x").ToArray());
        Assert.Equal(texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture)), table.Values<double>("y").ToArray());
    }

    [Fact]
    public void TextsAreCategoriesIfTheyRepeat()
    {
        string rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"name {i},city {i % 50},kind {i % 3}\n"));
        Assert.Equal(
            [ColumnType.Text, ColumnType.Category, ColumnType.Category],
            Csv.Read("name,city,kind\n" + rows).Columns.Select(column => column.Type));
    }

    [Fact]
    public void CurrentCultureDoesNotMatter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Table table = Csv.Read("x,d\n1.5,2024-01-02\n");
            Assert.Equal(1.5f, table.Values<float>("x")[0]);
            Assert.Equal("  x  d\n1.5  2024-01-02\n", table.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static byte[] Compress(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}
