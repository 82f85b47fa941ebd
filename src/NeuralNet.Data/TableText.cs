using System.Text;

namespace NeuralNet.Data;

public sealed partial class Table
{
    private const int MaxPrintedRows = 10;
    private const int Examples = 3;
    private const int MaxCellLength = 24;
    private static readonly string[] SummaryHeader = ["column", "type", "values", "missing", "examples"];

    /// <summary>
    /// Returns a line for each column: the name, the type, the number of values, the number of missing values, and the first different
    /// values. pandas: <c>DataFrame.info</c>.
    /// </summary>
    public string Summary()
    {
        var lines = new List<string[]> { SummaryHeader };
        foreach (Column column in Columns)
        {
            lines.Add([
                column.Name, column.Type.ToString(), FormattableString.Invariant($"{column.Count - column.MissingCount}"),
                FormattableString.Invariant($"{column.MissingCount}"), string.Join(", ", FirstValues(column)),
            ]);
        }

        return FormattableString.Invariant($"{RowCount} rows, {Columns.Count} columns\n") + Aligned(lines, isRight: i => i is 2 or 3);
    }

    /// <summary>Returns the names of the columns and the first ten rows; a missing value is an empty cell.</summary>
    public override string ToString()
    {
        int printed = Math.Min(RowCount, MaxPrintedRows);
        var lines = new List<string[]> { Columns.Select(column => Clip(column.Name)).ToArray() };
        for (int row = 0; row < printed; row++)
            lines.Add([.. Columns.Select(column => column.IsMissing(row) ? "" : Clip(column.GetText(row)))]);
        string rest = printed == RowCount ? "" : FormattableString.Invariant($"… {RowCount - printed} more rows\n");
        return Aligned(lines, isRight: i => Columns[i].IsNumeric) + rest;
    }

    private static List<string> FirstValues(Column column)
    {
        var values = new List<string>();
        for (int row = 0; row < column.Count && values.Count < Examples; row++)
        {
            if (!column.IsMissing(row) && Clip(column.GetText(row)) is var value && !values.Contains(value))
                values.Add(value);
        }

        return values;
    }

    private static string Clip(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= MaxCellLength ? text : text[..(MaxCellLength - 1)] + "…";
    }

    private static string Aligned(List<string[]> lines, Func<int, bool> isRight)
    {
        int[] widths = [.. lines[0].Select((_, i) => lines.Max(line => line[i].Length))];
        var text = new StringBuilder();
        foreach (string[] line in lines)
        {
            IEnumerable<string> cells = line.Select((cell, i) => isRight(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
