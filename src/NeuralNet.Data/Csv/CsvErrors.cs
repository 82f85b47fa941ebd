namespace NeuralNet.Data;

/// <summary>Writes the errors of a CSV file: the file, the line, the column, the text and the remedy.</summary>
internal sealed class CsvErrors(string origin)
{
    private const int MaxTextLength = 60;

    public InvalidDataException File(string problem) => new($"{origin}: {problem}");

    public InvalidDataException Line(int line, string problem, Exception? inner = null) =>
        new(FormattableString.Invariant($"{origin}, line {line}: {problem}"), inner);

    public InvalidDataException Value(int line, string column, string problem) =>
        new(FormattableString.Invariant($"{origin}, line {line}, column '{column}': {problem}"));

    /// <summary>Creates the error of a value that is none of its column's type.</summary>
    public InvalidDataException Misfit(int line, ColumnBuilder builder, ReadOnlySpan<char> text, bool isInferred) =>
        Value(line, builder.Name, $"{Quote(text)} {Reason(text, builder)}{Remedy(builder, isInferred)}");

    public InvalidDataException AllMissing(string column, IReadOnlyList<int> lines) => new(FormattableString.Invariant(
        $"{origin}, lines {lines[0]} to {lines[^1]}: column '{column}' has no value in these {lines.Count} rows, so its type cannot be ")
        + "inferred. Infer it from more rows (InferenceRows), give it "
        + $"(Types = new Dictionary<string, ColumnType> {{ [\"{column}\"] = ColumnType.Float32 }}), or name the other columns as those "
        + "to read (Columns).");

    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= MaxTextLength ? $"'{text}'" : $"'{text[..MaxTextLength]}…'";

    private static string Reason(ReadOnlySpan<char> text, ColumnBuilder builder)
    {
        if (builder.Type is not (ColumnType.Float32 or ColumnType.Float64) || !IsNumber(text, out bool isWhole))
            return $"is not {builder.Expected}.";
        return isWhole ? $"loses digits as {Name(builder)}." : $"is beyond the range of {Name(builder)}.";

        static string Name(ColumnBuilder builder) => builder.Type == ColumnType.Float32 ? "float32" : "float64";
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out bool isWhole)
    {
        isWhole = Int128.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out Int128 whole) && (float)whole < float.MaxValue;
        return isWhole || Float64Builder.IsOutOfRange(text, '.') || new Float64Builder("").TryAppend(text);
    }

    private static string Remedy(ColumnBuilder builder, bool isInferred)
    {
        string column = builder.Name;
        return isInferred
            ? $" The type {builder.Type} was inferred from the first rows. If the text stands for a missing value, add it to "
                + "MissingMarkers; if the column has another type, give it: "
                + $"Types = new Dictionary<string, ColumnType> {{ [\"{column}\"] = ColumnType.{Wider(builder.Type)} }}."
            : $" Types gives the column the type {builder.Type}. Correct the value, give another type, or add the text to "
                + "MissingMarkers if it stands for a missing value.";
    }

    private static ColumnType Wider(ColumnType type) => type == ColumnType.Float32 ? ColumnType.Float64 : ColumnType.Text;
}
