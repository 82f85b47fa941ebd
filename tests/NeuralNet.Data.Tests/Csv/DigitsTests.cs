using System.Globalization;

namespace NeuralNet.Data.Tests;

/// <summary>Tests that columns keep the digits of their file, against the shortest texts of the runtime and against decimals.</summary>
public class DigitsTests
{
    [Theory]
    [InlineData("123456789.0,123456790.0,123456791.0", ColumnType.Float64)]
    [InlineData("1700000000.25,1700000001.75", ColumnType.Float64)]
    [InlineData("1.700000001e9,1.700000002e9", ColumnType.Float64)]
    [InlineData("10000000.5,10000001.5", ColumnType.Float64)]
    [InlineData("0.30000000000000004,47.376886612345", ColumnType.Float32)]
    [InlineData("131071.123,-131071.99", ColumnType.Float32)]
    [InlineData("131072.123,5", ColumnType.Float64)]
    [InlineData("1e-50,1", ColumnType.Float64)]
    [InlineData("9007199254740993.0,1", ColumnType.Category)]
    [InlineData("9007199254740993,1", ColumnType.Category)]
    [InlineData("1234567890123456789012345678901234567890123456,1", ColumnType.Category)]
    [InlineData("300000000000000000000000000000000000001,300000000000000000000000000000000000002", ColumnType.Category)]
    [InlineData("0.1,12345.67,1e30,1.5e-30,-0.001", ColumnType.Float32)]
    [InlineData("0.10000000000,16777216.00,1.500000000e9", ColumnType.Float32)]
    [InlineData("20000000,123456789e3,5", ColumnType.Float64)]
    public void AColumnHasTheTypeThatKeepsItsDigits(string values, ColumnType type) =>
        Assert.Equal(type, Csv.Read("x\n" + values.Replace(',', '\n') + "\n")["x"].Type);

    /// <summary>
    /// The runtime writes a float as the shortest text that is read as the same float. Whole numbers of up to 16 digits are left out: they
    /// may be keys.
    /// </summary>
    [Fact]
    public void TextsOfFloatsAreFloats()
    {
        var random = new RandomStream(7);
        float[] values =
        [
            .. Enumerable.Range(0, 20_000).Select(_ => BitConverter.UInt32BitsToSingle((uint)random.NextUInt64()))
                .Where(value => float.IsFinite(value) && MathF.Abs(value) is < (1 << 24) or > 1e16f),
            .. Enumerable.Range(0, 20_000).Select(_ => 200 * random.NextSingle() - 100)];
        Table table = Csv.Read("x\n" + string.Join('\n', values.Select(value => value.ToString(CultureInfo.InvariantCulture))), new CsvOptions { InferenceRows = values.Length });
        Assert.Equal(ColumnType.Float32, table["x"].Type);
        Assert.Equal(values, table.Values<float>("x").ToArray());
    }

    /// <summary>A later value with more digits makes the column one of float64, in which all values are those of the file.</summary>
    [Fact]
    public void AColumnIsWidenedForALaterValue()
    {
        string[] texts = ["0.1", "", "1e30", "16777217", "7.25", "1234567.0123456"];
        Table table = Csv.Read("x\n" + string.Join('\n', texts.Select(text => text.Length == 0 ? "NA" : text)) + "\n", new CsvOptions { InferenceRows = 1 });
        Assert.Equal(
            texts.Select(text => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture)),
            table.Values<double>("x").ToArray());
        Assert.Equal([1], Enumerable.Range(0, 6).Where(table["x"].IsMissing));
        Assert.Equal(ColumnType.Float32, Csv.Read("x\n1\n1234567.89\n", new CsvOptions { Types = Csv.Types("x", ColumnType.Float32) })["x"].Type);
    }

    [Fact]
    public void KeysWithFractionsOfZeroStayDifferent()
    {
        Table table = Csv.Read("id\n123456789.0\n123456790.0\n123456791.0\n");
        FeatureSpace space = new FeatureSpace().IntegerCategorical("id").Adapt(table);
        Assert.Equal([123456791, 123456790, 123456789], ((IntegerCategoricalFeature)space.Features[0]).Vocabulary);
    }

    [Fact]
    public void KeysThatFloat64RoundsAreRefused()
    {
        foreach (long key in new[] { 9007199254740993, -9007199254740993, 9007199254740995 })
            Assert.Throws<InvalidDataException>(() => Table.From([key], row => row.Column("k", k => k)));
        Assert.Equal(9007199254740992, Table.From([9007199254740992L], row => row.Column("k", k => k))["k"].GetNumber(0));
        string message = Assert.Throws<InvalidDataException>(
            () => Table.From([12345678901234567891m], row => row.Column("k", k => k))).Message;
        Assert.Contains("12345678901234567891 is a whole number that loses digits as float64", message, StringComparison.Ordinal);
        Assert.Equal(0.1, Table.From([0.1m], row => row.Column("k", k => k))["k"].GetNumber(0));
        Assert.Equal(1e20, Table.From([1e20m], row => row.Column("k", k => k))["k"].GetNumber(0));
    }

    [Fact]
    public void TensorsRefuseNumbersThatFloat32HardlyTellsApart()
    {
        Assert.Contains("Encode it by a FeatureSpace", Assert.Throws<InvalidOperationException>(
            () => Csv.Read("id\n16777217\n16777219\n").ToTensor("id")).Message, StringComparison.Ordinal);
        Assert.Equal([16777216f, 4], Csv.Read("x\n16777217\n4\n").ToTensor("x").ToArray());
        Assert.Equal([0.1f, 0.2f], Table.From([0.1, 0.2], row => row.Column("x", x => x)).ToTensor("x").ToArray());
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public void DatesOfIso8601AreGregorianInEveryCulture(string culture)
    {
        Table table = Csv.Read("d\n2026-03-01\n", new CsvOptions { Culture = new CultureInfo(culture), Separator = ';' });
        Assert.Equal(new DateTime(2026, 3, 1), table.Values<DateTime>("d")[0]);
    }
}
