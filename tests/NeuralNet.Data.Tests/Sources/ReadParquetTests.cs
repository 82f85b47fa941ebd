using Parquet;
using Parquet.Schema;

namespace NeuralNet.Data.Tests;

public class ReadParquetTests
{
    private static readonly DataField<float> Single = new("single");
    private static readonly DataField<double?> Double = new("double");
    private static readonly DataField<int> Integer = new("integer");
    private static readonly DataField<long?> Long = new("long");
    private static readonly DataField<bool> Flag = new("flag");
    private static readonly DataField<DateTime> Date = new("date");
    private static readonly DataField<string> Text = new("text");

    [Fact]
    public async Task ReadsTheValuesOfAllRowGroups()
    {
        byte[] bytes = await WriteAsync();
        Table table = Table.ReadParquet(new MemoryStream(bytes));
        Assert.Equal(
            [ColumnType.Float32, ColumnType.Float64, ColumnType.Float64, ColumnType.Float64, ColumnType.Boolean, ColumnType.Date,
                ColumnType.Category],
            table.Columns.Select(column => column.Type));
        Assert.Equal([1.5f, 2.5f, 1.5f, 2.5f], table.Values<float>("single").ToArray());
        Assert.Equal([double.NaN, 1e300, double.NaN, 1e300], table.Values<double>("double").ToArray());
        Assert.Equal([int.MaxValue, -1, int.MaxValue, -1], table.Values<double>("integer").ToArray());
        Assert.Equal([4, double.NaN, 4, double.NaN], table.Values<double>("long").ToArray());
        Assert.Equal([true, false, true, false], table.Values<bool>("flag").ToArray());
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3), table.Values<DateTime>("date")[2]);
        Assert.Equal(["ä", "", "ä", ""], table.Texts("text"));
        Assert.Equal([0, 2, 0, 2, 0, 0, 2], table.Columns.Select(column => column.MissingCount));
    }

    [Fact]
    public async Task ReadsTheColumnsThatAreNamed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["a.parquet"], await WriteAsync());
        Table table = Table.ReadParquet(folder["a.parquet"], "integer", "single");
        Assert.Equal(["integer", "single"], table.Columns.Select(column => column.Name));
        string message = Assert.Throws<ArgumentException>(() => Table.ReadParquet(folder["a.parquet"], "no")).Message;
        Assert.StartsWith($"{folder["a.parquet"]} has no column 'no'. Its columns are: single, double,", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TruncatedFilesAreNamed()
    {
        byte[] bytes = await WriteAsync();
        foreach (int length in new[] { 0, 3, 4, 20, bytes.Length / 2, bytes.Length - 9, bytes.Length - 1 })
        {
            string message = Assert.Throws<InvalidDataException>(() => Table.ReadParquet(new MemoryStream(bytes[..length]))).Message;
            Assert.StartsWith("the stream: the file is damaged or truncated, or is no Parquet file", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task DamagedDataNameTheColumn()
    {
        byte[] bytes = await WriteAsync();
        bytes.AsSpan(4, 40).Fill(0xFF);
        string message = Assert.Throws<InvalidDataException>(() => Table.ReadParquet(new MemoryStream(bytes))).Message;
        Assert.StartsWith("the stream, column 'single': the data are damaged or truncated", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsAreRefused()
    {
        var bytes = new MemoryStream();
        var list = new DataField<byte[]>("bytes");
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(list), bytes))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(list, new[] { new byte[] { 1, 2 } });
        }

        string message = Assert.Throws<NotSupportedException>(() => Table.ReadParquet(new MemoryStream(bytes.ToArray()))).Message;
        Assert.StartsWith("the stream: the column 'bytes' has times of day, lists, structures or bytes", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TimeUnitPrecision.Millis)]
    [InlineData(TimeUnitPrecision.Micros)]
    [InlineData(TimeUnitPrecision.Nanos)]
    public async Task TimesOfDayAreRefused(TimeUnitPrecision precision)
    {
        var bytes = new MemoryStream();
        var time = new TimeDataField("time", precision);
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(time, Single), bytes))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            if (precision == TimeUnitPrecision.Millis)
                await rows.WriteAsync<int>(time, new[] { 3_723_000 });
            else
                await rows.WriteAsync<long>(time, new long[] { 3_723_000_000 });
            await rows.WriteAsync<float>(Single, new[] { 1.5f });
        }

        byte[] file = bytes.ToArray();
        string message = Assert.Throws<NotSupportedException>(() => Table.ReadParquet(new MemoryStream(file))).Message;
        Assert.StartsWith("the stream: the column 'time' has times of day", message, StringComparison.Ordinal);
        Assert.Equal([1.5f], Table.ReadParquet(new MemoryStream(file), "single").Values<float>("single").ToArray());
    }

    [Fact]
    public async Task InfinityIsNamedAsWhatItIs()
    {
        var bytes = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(Single), bytes))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync<float>(Single, new[] { 1, float.PositiveInfinity });
        }

        string message = Assert.Throws<InvalidDataException>(() => Table.ReadParquet(new MemoryStream(bytes.ToArray()))).Message;
        Assert.StartsWith("the stream, row 1 (rows count from 0), column 'single': Infinity is infinite", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AColumnIsReadOnce()
    {
        byte[] bytes = await WriteAsync();
        Assert.Contains("'single' is named twice",
            Assert.Throws<ArgumentException>(() => Table.ReadParquet(new MemoryStream(bytes), "single", "single")).Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> WriteAsync()
    {
        var bytes = new MemoryStream();
        var schema = new ParquetSchema(Single, Double, Integer, Long, Flag, Date, Text);
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, bytes))
        {
            for (int group = 0; group < 2; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<float>(Single, new[] { 1.5f, 2.5f });
                await rows.WriteAsync<double>(Double, new double?[] { null, 1e300 });
                await rows.WriteAsync<int>(Integer, new[] { int.MaxValue, -1 });
                await rows.WriteAsync<long>(Long, new long?[] { 4, null });
                await rows.WriteAsync<bool>(Flag, new[] { true, false });
                await rows.WriteAsync<DateTime>(Date, new[] { new DateTime(2024, 2, 29, 1, 2, 3), new DateTime(2024, 3, 1) });
                await rows.WriteAsync(Text, new[] { "ä", null! });
            }
        }

        return bytes.ToArray();
    }
}
