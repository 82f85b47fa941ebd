namespace NeuralNet.Data.Tests;

/// <summary>Tests of files as other programs write them, and of options without a meaning.</summary>
public class CommonFilesTests
{
    [Theory]
    [InlineData(",a,b\n0,1,2\n")]
    [InlineData("a,b,\n1,2,\n")]
    [InlineData("x,a,x,b\n0,1,0,2\n")]
    public void ColumnsThatAreNotReadNeedNoNameOfTheirOwn(string text)
    {
        Assert.Equal([1f, 2], Csv.Read(text, new CsvOptions { Columns = ["a", "b"] }).ToTensor().ToArray());
        Assert.Contains("(Columns)", Csv.ErrorOf(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=;\na;b\n1,5;2\n")]
    [InlineData("sep=;\r\na;b\r\n1,5;2\r\n")]
    public void ExcelsFirstLineStatesTheSeparator(string text)
    {
        var german = new CsvOptions { Culture = new System.Globalization.CultureInfo("de-DE") };
        Assert.Equal([1.5f, 2], Csv.Read(text, german).ToTensor("a", "b").ToArray());
        Assert.Contains("line 4, column 'b'", Csv.ErrorOf(text + "1;x\n", german with { InferenceRows = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void LinesBeforeTheHeaderAreSkipped()
    {
        const string text = "# a \"title\r\n\r\na,b\r\n1,2\r\n";
        Assert.Equal([1f, 2], Csv.Read(text, new CsvOptions { SkipLines = 2 }).ToTensor("a", "b").ToArray());
        Assert.Contains("line 5, column 'b': 'x'", Csv.ErrorOf(text + "1,x\n", new CsvOptions { SkipLines = 1, InferenceRows = 1 }), StringComparison.Ordinal);
        Assert.Contains("SkipLines", Csv.ErrorOf(text, new CsvOptions { SkipLines = 9 }), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileWithoutAHeaderIsToldByItsNumbers()
    {
        Assert.Contains("line 1: the name of a column would be the number '5.1'. If the file has no header, state it: new CsvOptions { HasHeader = false }",
            Csv.ErrorOf("5.1,3.5,setosa\n4.9,3,setosa\n"), StringComparison.Ordinal);
        Assert.Equal(2, Csv.Read("2019,2020\n1,2\n").Columns.Count);
        Assert.Equal("5.1", Csv.Read("x,y\n1,2\n", new CsvOptions { Names = ["5.1", "b"] }).Columns[0].Name);
    }

    [Fact]
    public void NoneIsACategoryAndPythonsNoneIsMissing()
    {
        Table table = Csv.Read("education\nnone\nNone\nschool\n");
        Assert.Equal(["none", "", "school"], table.Texts("education"));
    }

    [Fact]
    public void OptionsWithoutAMeaningAreNamed()
    {
        Refused(new CsvOptions { Columns = ["a", "a"] }, "'a' is named twice");
        Refused(new CsvOptions { Columns = [] }, "No column is to be read");
        Refused(new CsvOptions { Types = null! }, "'Types' is null");
        Refused(new CsvOptions { Encoding = null! }, "'Encoding' is null");
        Refused(new CsvOptions { Culture = null! }, "'Culture' is null");
        Refused(new CsvOptions { DateFormats = null! }, "'DateFormats' is null");
        Refused(new CsvOptions { MissingMarkers = null! }, "'MissingMarkers' is null");
        Refused(new CsvOptions { MissingMarkers = [null!] }, "An element of 'MissingMarkers' is null");
        Refused(new CsvOptions { Separator = '¦' }, "ASCII");
        Assert.Throws<ArgumentOutOfRangeException>(() => Csv.Read("a\n1\n", new CsvOptions { SkipLines = -1 }));

        static void Refused(CsvOptions options, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Csv.Read("a\n1\n", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InvalidBytesAreNamedWithTheirLineWhateverEndsTheLines()
    {
        foreach (string lineBreak in new[] { "\r", "\n", "\r\n" })
        {
            byte[] bytes = [.. System.Text.Encoding.ASCII.GetBytes($"x{lineBreak}a{lineBreak}b{lineBreak}"), 0xE9];
            Assert.Contains("line 4: the bytes E9", Csv.ErrorOf(bytes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void RemediesFitTheirProblem()
    {
        var first = new CsvOptions { InferenceRows = 1 };
        Assert.Contains("ColumnType.Text }", Csv.ErrorOf("x\n1\nabc\n", first), StringComparison.Ordinal);
        Assert.Contains("Separator", Csv.ErrorOf("a,b\tc,d\te,f\n1\t2\t3\n4,5\n"), StringComparison.Ordinal);
        string comma = Assert.Throws<ArgumentException>(() => Csv.Read("x;y\n1,5;2\n").ToTensor()).Message;
        Assert.Contains("Culture = CultureInfo.GetCultureInfo(\"de-DE\")", comma, StringComparison.Ordinal);
    }
}
