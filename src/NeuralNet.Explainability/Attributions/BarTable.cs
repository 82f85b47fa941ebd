using System.Globalization;
using System.Text;

namespace NeuralNet.Explainability;

/// <summary>A title and lines of aligned cells, each with a bar in proportion to its number.</summary>
internal static class BarTable
{
    private const int MaxBarLength = 24;
    private const int MaxLines = 20;

    /// <summary>A line: cells on the left, the number that the bar shows, and its text.</summary>
    public readonly record struct Line(string[] Cells, double Number, string NumberText);

    public static string Format(string title, string[] heads, IReadOnlyList<Line> lines)
    {
        IReadOnlyList<Line> shown = lines.Count > MaxLines ? [.. lines.Take(MaxLines)] : lines;
        int[] widths = [.. heads[..^1].Select((head, i) => shown.Select(line => line.Cells[i].Length).Append(head.Length).Max())];
        int numberWidth = shown.Select(line => line.NumberText.Length).Append(heads[^1].Length).Max();
        double maximum = shown.Select(line => Math.Abs(line.Number)).DefaultIfEmpty(0).Max();

        var text = new StringBuilder(title).AppendLine();
        AppendLine(heads[..^1], heads[^1], "");
        foreach (Line line in shown)
            AppendLine(line.Cells, line.NumberText, Bar(line.Number, maximum));
        if (shown.Count < lines.Count)
            text.AppendLine(CultureInfo.InvariantCulture, $"… and {lines.Count - shown.Count} smaller ones");
        return text.ToString().TrimEnd();

        void AppendLine(string[] cells, string number, string bar)
        {
            for (int i = 0; i < cells.Length; i++)
                text.Append(cells[i].PadRight(widths[i])).Append("  ");
            text.AppendLine((number.PadLeft(numberWidth) + "  " + bar).TrimEnd());
        }
    }

    public static string Number(double value) => Math.Abs(value) < 1e-9
        ? "0.0000"
        : Math.Abs(value) >= 5e-5
            ? value.ToString("0.0000", CultureInfo.InvariantCulture)
            : value.ToString("0.0E+0", CultureInfo.InvariantCulture);

    public static string Signed(double value) => (value >= 1e-9 ? "+" : "") + Number(value);

    private static string Bar(double number, double maximum) => maximum > 0
        ? new string(number < 0 ? '░' : '█', (int)Math.Round(MaxBarLength * Math.Abs(number) / maximum))
        : "";
}
