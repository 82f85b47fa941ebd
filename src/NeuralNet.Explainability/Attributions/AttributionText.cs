namespace NeuralNet.Explainability;

/// <summary>Explanations as tables.</summary>
internal static class AttributionText
{
    private const int MaxContentLength = 40;

    public static string Write(Attribution attribution)
    {
        string title = $"{attribution.Method} of {Output(attribution.Output, attribution.OutputName)}: "
            + $"prediction {BarTable.Number(attribution.Prediction)}";
        if (attribution.BaseValue is { } baseValue)
        {
            title += $" = base {BarTable.Number(baseValue)} {BarTable.Signed(attribution.Sum)}, "
                + $"residual {BarTable.Number(attribution.Residual!.Value)}";
        }

        if (attribution.LocalFidelity is { } fidelity)
            title += $", local R² {BarTable.Number(fidelity)}";
        string table = BarTable.Format(title, ["feature", "is", "attribution"], [.. Order(attribution.Values).Select(Line)]);
        return attribution.Note is { } note ? $"{table}{Environment.NewLine}Note: {note}" : table;

        BarTable.Line Line(int feature)
        {
            FeatureAttribution entry = attribution.At(feature);
            string error = attribution.StandardErrors is { } errors ? $" ± {BarTable.Number(errors[feature])}" : "";
            return new BarTable.Line([entry.Name, Shortened(entry.Content)], entry.Value, BarTable.Signed(entry.Value) + error);
        }
    }

    public static string Write(AttributionSet set)
    {
        string output = set.Output is { } number ? Output(number, set.OutputName) : "the predicted classes";
        string title = $"{set[0].Method} of {output} over {Rows(set.Count)}: mean |attribution|";
        if (set.MaxResidual is { } residual)
            title += $", maximum residual {BarTable.Number(residual)}";
        string table = BarTable.Format(
            title, ["feature", "mean", "importance"],
            [.. Order(set.Importance).Select(feature => new BarTable.Line(
                [set.Features.Names[feature], BarTable.Signed(set.Mean[feature])],
                set.Importance[feature], BarTable.Number(set.Importance[feature])))]);
        string[] notes = [.. set.Select(attribution => attribution.Note).OfType<string>()];
        return notes.Length == 0 ? table : $"{table}{Environment.NewLine}Note on {Rows(notes.Length)}, first: {notes[0]}";
    }

    /// <summary>Returns the number of an output and, if there is one, its label.</summary>
    public static string Output(int output, string? name) =>
        FormattableString.Invariant($"output {output}") + (name is null ? "" : $" ({name})");

    /// <summary>Returns a content as one short line: that of a column may be a whole text.</summary>
    private static string Shortened(string content)
    {
        string line = content.ReplaceLineEndings(" ");
        return line.Length <= MaxContentLength ? line : $"{line.AsSpan(0, MaxContentLength - 1)}…";
    }

    private static string Rows(int count) => FormattableString.Invariant($"{count} {(count == 1 ? "row" : "rows")}");

    private static IEnumerable<int> Order(IReadOnlyList<double> values) =>
        Enumerable.Range(0, values.Count).OrderByDescending(feature => Math.Abs(values[feature]));
}
