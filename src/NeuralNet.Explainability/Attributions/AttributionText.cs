namespace NeuralNet.Explainability;

/// <summary>Explanations as tables.</summary>
internal static class AttributionText
{
    public static string Write(Attribution attribution)
    {
        string title = FormattableString.Invariant(
            $"{attribution.Method} of output {attribution.Output}: prediction {BarTable.Number(attribution.Prediction)}");
        if (attribution.BaseValue is { } baseValue)
        {
            title += $" = base {BarTable.Number(baseValue)} {BarTable.Signed(attribution.Sum)}, "
                + $"residual {BarTable.Number(attribution.Residual!.Value)}";
        }

        if (attribution.LocalFidelity is { } fidelity)
            title += $", local R² {BarTable.Number(fidelity)}";
        return BarTable.Format(title, ["feature", "is", "attribution"], [.. Order(attribution.Values).Select(Line)]);

        BarTable.Line Line(int feature)
        {
            FeatureAttribution entry = attribution.At(feature);
            string error = attribution.StandardErrors is { } errors ? $" ± {BarTable.Number(errors[feature])}" : "";
            return new BarTable.Line([entry.Name, entry.Content], entry.Value, BarTable.Signed(entry.Value) + error);
        }
    }

    public static string Write(AttributionSet set) => BarTable.Format(
        FormattableString.Invariant($"{set[0].Method} of output {set[0].Output} over {set.Count} ")
            + (set.Count == 1 ? "row: mean |attribution|" : "rows: mean |attribution|"),
        ["feature", "mean", "importance"],
        [.. Order(set.Importance).Select(feature => new BarTable.Line(
            [set.Features.Names[feature], BarTable.Signed(set.Mean[feature])],
            set.Importance[feature], BarTable.Number(set.Importance[feature])))]);

    private static IEnumerable<int> Order(IReadOnlyList<double> values) =>
        Enumerable.Range(0, values.Count).OrderByDescending(feature => Math.Abs(values[feature]));
}
