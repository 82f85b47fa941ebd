using System.Text;

namespace NeuralNet.Data.Tests;

/// <summary>Reads tables from texts and bytes.</summary>
internal static class Csv
{
    public static Table Read(string text, CsvOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static Table Read(byte[] bytes, CsvOptions? options = null) => Table.ReadCsv(new MemoryStream(bytes), options);

    public static string ErrorOf(string text, CsvOptions? options = null) => ErrorOf(Encoding.UTF8.GetBytes(text), options);

    public static string ErrorOf(byte[] bytes, CsvOptions? options = null) =>
        Assert.Throws<InvalidDataException>(() => Read(bytes, options)).Message;

    public static Dictionary<string, ColumnType> Types(string column, ColumnType type) => new() { [column] = type };

    public static string[] Texts(this Table table, string column) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table[column].IsMissing(row) ? "" : table[column].GetText(row))];
}
