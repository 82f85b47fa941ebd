using System.IO.Compression;
using System.Text;

namespace NeuralNet.Data.Tests;

/// <summary>Bad files: the message names the file, the physical line, the column and the text.</summary>
public class BadCsvTests
{
    private static readonly CsvOptions OneRow = new() { InferenceRows = 1 };

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "the stream, line 3: the row has 1 value; the file has 2 columns. The row is '3'.")]
    [InlineData("a,b\n1,2,3\n", "the stream, line 2: the row has 3 values; the file has 2 columns. The row is '1,2,3'.")]
    [InlineData("a,b\n\"1\n\",2\n\n3\n", "the stream, line 5: the row has 1 value;")]
    public void RaggedRows(string text, string message)
    {
        Assert.Contains(message, Csv.ErrorOf(text), StringComparison.Ordinal);
        Assert.Contains(message, Csv.ErrorOf(text, OneRow), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("age\n1\nabc\n", "the stream, line 3, column 'age': 'abc' is not a number. The type Float32 was inferred from the first rows.")]
    [InlineData("note,age\n\"a\nb\",1\n\"c\r\nd\",x\n", "the stream, line 5, column 'age': 'x' is not a number.")]
    [InlineData("ok\ntrue\n2\n", "line 3, column 'ok': '2' is not true or false.")]
    [InlineData("day\n2024-01-01\n2024-02-30\n", "line 3, column 'day': '2024-02-30' is not a date of the format yyyy-MM-dd or")]
    [InlineData("x\n1\n1e400\n", "line 3, column 'x': '1e400' is beyond the range of float32.")]
    [InlineData("x\n16777217\n-1e400\n", "line 3, column 'x': '-1e400' is beyond the range of float64.")]
    [InlineData("x\n1\ninf\n", "line 3, column 'x': 'inf' is beyond the range of float32.")]
    [InlineData("x\n1\n9007199254740993\n", "line 3, column 'x': '9007199254740993' loses digits as float32.")]
    [InlineData("x\n1\n1,234\n", "line 3: the row has 2 values")]
    [InlineData("x;y\n1;2\n1,5;2\n", "line 3, column 'x': '1,5' is not a number.")]
    public void LaterValuesOfAnotherType(string text, string message) =>
        Assert.Contains(message, Csv.ErrorOf(text, OneRow), StringComparison.Ordinal);

    [Fact]
    public void TheRemedyNamesTheOption()
    {
        string message = Csv.ErrorOf("age\n1\nabc\n", OneRow);
        Assert.Contains("Types = new Dictionary<string, ColumnType> { [\"age\"] = ColumnType.Text }", message, StringComparison.Ordinal);
        Assert.Contains("MissingMarkers", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesOfAnotherTypeThanGiven()
    {
        var options = new CsvOptions { Types = Csv.Types("age", ColumnType.Float32) };
        Assert.Contains("line 2, column 'age': 'abc' is not a number. Types gives the column the type Float32.",
            Csv.ErrorOf("age\nabc\n", options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n1\n1e400\n", "line 3, column 'x': '1e400' is beyond the range of float64.")]
    [InlineData("x\n-inf\n2\n", "line 2, column 'x': '-inf' is beyond the range of float64.")]
    public void NumbersOutOfRangeAreNotTakenForTexts(string text, string message) =>
        Assert.Contains(message, Csv.ErrorOf(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,\"x\n2,y\n", "line 2, column 'b': '\"x\n2,y\n' has a quote at a wrong place.")]
    [InlineData("a,b\n1,x\"y\n", "line 2, column 'b': '\"y\n' has a quote at a wrong place.")]
    [InlineData("a,b\n1,2\n\"x\"y,2\n", "line 3, column 'a': 'y,2' has a quote at a wrong place.")]
    [InlineData("a,b\n\"1\n\",2\n3,\"4\"\"\n", "line 4, column 'b': '\"4\"\"")]
    [InlineData("a,\"b\n1,2\n", "line 1, column '1': ")]
    public void BadQuotes(string text, string message) => Assert.Contains(message, Csv.ErrorOf(text), StringComparison.Ordinal);

    [Fact]
    public void AnUnclosedQuoteInALargeFileIsNamedByItsLine()
    {
        string text = "a,b\n1,2\n1,\"x" + string.Concat(Enumerable.Repeat("1,2\n", 6_000_000));
        Assert.Contains("line 3: the row that begins here is too long: it has more than 16 million characters, the maximum. Is there a quote that is never closed?",
            Csv.ErrorOf(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the stream: the file is empty.")]
    [InlineData("\n\n", "the stream: the file is empty.")]
    [InlineData("a,b\n", "the stream: the file has a header and no rows.")]
    [InlineData("a,b,a\n1,2,3\n", "the stream, line 1: two columns are named 'a'. Name the other columns as those to read (Columns), or give the names of all: Names = […].")]
    [InlineData("a,,c\n1,2,3\n", "the stream, line 1: column 1 has no name.")]
    [InlineData("a,b\n1,\n2,NA\n", "the stream, lines 2 to 3: column 'b' has no value in these 2 rows, so its type cannot be inferred.")]
    public void BadFiles(string text, string message) => Assert.Contains(message, Csv.ErrorOf(text), StringComparison.Ordinal);

    [Fact]
    public void EmptyFileAndMarkAlone()
    {
        Assert.Equal("the stream: the file is empty.", Csv.ErrorOf(Encoding.UTF8.GetPreamble()));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["empty.csv"], "");
        Assert.Equal($"{folder["empty.csv"]}: the file is empty.",
            Assert.Throws<InvalidDataException>(() => Table.ReadCsv(folder["empty.csv"])).Message);
    }

    [Fact]
    public void AColumnWithoutValuesIsReadWithItsType()
    {
        Table table = Csv.Read("a,b\n1,\n2,NA\n", new CsvOptions { Types = Csv.Types("b", ColumnType.Float64) });
        Assert.Equal(2, table["b"].MissingCount);
    }

    [Fact]
    public void MissingColumns()
    {
        const string text = "a,b\n1,2\n";
        Assert.Contains("no column is named 'c', which 'Columns' names. The columns are: a, b.",
            Csv.ErrorOf(text, new CsvOptions { Columns = ["a", "c"] }), StringComparison.Ordinal);
        Assert.Contains("no column is named 'c', which 'Types' names.",
            Csv.ErrorOf(text, new CsvOptions { Types = Csv.Types("c", ColumnType.Text) }), StringComparison.Ordinal);
        Assert.Contains("the file has 2 columns; 'Names' has 1.",
            Csv.ErrorOf(text, new CsvOptions { Names = ["a"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50_000)]
    public void InvalidUtf8IsNamedWithItsLine(int rows)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("x\n" + string.Concat(Enumerable.Repeat("ä\n", rows))), (byte)'a', 0xE9, (byte)'\n', (byte)'b'];
        Assert.Contains($"the stream, line {rows + 2}: the bytes E9", Csv.ErrorOf(bytes), StringComparison.Ordinal);
        Assert.Contains("are not utf-8. If the file has another encoding, give it: new CsvOptions { Encoding = Encoding.Latin1 }.",
            Csv.ErrorOf(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void ACharacterCutOffAtTheEndIsNamed() =>
        Assert.Contains("line 2: the bytes C3 are not utf-8", Csv.ErrorOf([(byte)'x', (byte)'\n', 0xC3]), StringComparison.Ordinal);

    [Fact]
    public void TextOfAnotherEncodingWithoutAMark() =>
        Assert.Contains("line 1: the line has zero bytes", Csv.ErrorOf(Encoding.Unicode.GetBytes("a,b\n1,2\n")), StringComparison.Ordinal);

    /// <summary>The runtime's own stream takes truncated gzip data for complete.</summary>
    [Fact]
    public void TruncatedGzipIsNamedAtEveryLength()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            for (int i = 0; i < 300; i++)
                gzip.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{i * 7919 % 1000}\n")));
        }

        byte[] bytes = compressed.ToArray();
        for (int length = 2; length < bytes.Length; length++)
            Assert.Contains("the gzip data are truncated or damaged", Csv.ErrorOf(bytes[..length]), StringComparison.Ordinal);
        bytes[^6] ^= 1;
        Assert.Contains("the gzip data are truncated or damaged", Csv.ErrorOf(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void BadOptions()
    {
        Assert.Throws<ArgumentException>(() => Csv.Read("a\n1", new CsvOptions { Separator = '"' }));
        Assert.Throws<ArgumentException>(() => Csv.Read("a\n1", new CsvOptions { Separator = '.' }));
        Assert.Throws<ArgumentException>(() => Csv.Read("a\n1", new CsvOptions { InferenceRows = 0 }));
        Assert.Throws<ArgumentException>(() => Csv.Read("a\n1", new CsvOptions { Types = Csv.Types("a", (ColumnType)99) }));
        Assert.Throws<FileNotFoundException>(() => Table.ReadCsv("no-such-file.csv"));
    }
}
