namespace NeuralNet.Data;

/// <summary>Writes the errors of a CSV file: the file, the line, the column, the text and the remedy.</summary>
/// <param name="origin">The name of the file.</param>
/// <param name="decimalSeparator">The character before the fraction of a number.</param>
internal sealed class CsvErrors(string origin, char decimalSeparator)
{
    private const int MaxTextLength = 60;

    public InvalidDataException File(string problem) => new($"{origin}: {problem}");

    public InvalidDataException Line(int line, string problem, Exception? inner = null) =>
        new(FormattableString.Invariant($"{origin}, line {line}: {problem}"), inner);

    public InvalidDataException Value(int line, string column, string problem) =>
        new(FormattableString.Invariant($"{origin}, line {line}, column '{column}': {problem}"));

    /// <summary>Creates the error of a value that is none of its column's type.</summary>
    public InvalidDataException Misfit(int line, ColumnBuilder builder, ReadOnlySpan<char> text, TypeOrigin origin)
    {
        Misfits misfit = KindOf(text, builder);
        string reason = misfit switch
        {
            Misfits.LosesDigits => $"loses digits as {Name(builder)}.",
            Misfits.IsOutOfRange => $"is beyond the range of {Name(builder)}.",
            _ => $"is not {builder.Expected}.",
        };
        return Value(line, builder.Name, $"{Quote(text)} {reason}{Remedy(builder, origin, misfit)}");
    }

    public InvalidDataException AllMissing(string column, IReadOnlyList<int> lines) => new(FormattableString.Invariant(
        $"{origin}, lines {lines[0]} to {lines[^1]}: column '{column}' has no value in these {lines.Count} rows, so its type cannot be ")
        + "inferred. Infer it from more rows (InferenceRows), give it "
        + $"(Types = new Dictionary<string, ColumnType> {{ [\"{column}\"] = ColumnType.Float32 }}), or name the other columns as those "
        + "to read (Columns).");

    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= MaxTextLength ? $"'{text}'" : $"'{text[..MaxTextLength]}…'";

    private static string Name(ColumnBuilder builder) => builder.Type == ColumnType.Float32 ? "float32" : "float64";

    private Misfits KindOf(ReadOnlySpan<char> text, ColumnBuilder builder)
    {
        if (builder.Type is not (ColumnType.Float32 or ColumnType.Float64))
            return Misfits.IsOther;
        if (Float64Builder.IsOutOfRange(text, decimalSeparator))
            return Misfits.IsOutOfRange;
        if (!new Float64Builder("", decimalSeparator).TryAppend(text))
            return Misfits.IsOther;
        return builder.Type == ColumnType.Float64 || new Float32Builder("", decimalSeparator).TryAppend(text)
            ? Misfits.LosesDigits
            : Misfits.IsOutOfRange;
    }

    private static string Remedy(ColumnBuilder builder, TypeOrigin origin, Misfits misfit)
    {
        if (origin == TypeOrigin.Types)
            return $" Types gives the column the type {builder.Type}. Correct the value, give another type, or add the text to "
                + "MissingMarkers if it stands for a missing value.";
        string source = origin == TypeOrigin.Like
            ? $" The type {builder.Type} is that of the column in the table of Like."
            : $" The type {builder.Type} was inferred from the first rows.";
        ColumnType wider = builder.Type == ColumnType.Float32 && misfit != Misfits.IsOther ? ColumnType.Float64 : ColumnType.Text;
        return $"{source} If the text stands for a missing value, add it to MissingMarkers; if the column has another type, give it: "
            + $"Types = new Dictionary<string, ColumnType> {{ [\"{builder.Name}\"] = ColumnType.{wider} }}.";
    }

    /// <summary>The reasons why a text is no value of its column.</summary>
    private enum Misfits
    {
        IsOther,
        LosesDigits,
        IsOutOfRange,
    }
}
