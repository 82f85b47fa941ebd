namespace NeuralNet.Data;

/// <summary>The values of a column in the first rows of a file, from which its type is inferred.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="options">The format of the file.</param>
/// <param name="errors">The errors of the file.</param>
internal sealed class SampledColumn(string name, IReadOnlyList<int> lines, CsvOptions options, CsvErrors errors)
{
    private static readonly ColumnType[] Candidates =
        [ColumnType.Boolean, ColumnType.Float32, ColumnType.Float64, ColumnType.Date];

    private readonly List<string?> values = [];

    /// <summary>Adds a value; null for a missing one.</summary>
    public void Add(string? value) => values.Add(value);

    /// <summary>Returns a builder with the values, of the type that was given or else of the first that takes all values.</summary>
    /// <exception cref="InvalidDataException">A value is none of the type, or the type cannot be inferred.</exception>
    public ColumnBuilder ToBuilder() => options.Types.TryGetValue(name, out ColumnType type)
        ? Fill(type, isInferred: false)
        : Fill(TypeLike() ?? InferType(), isInferred: true);

    /// <summary>Returns the type that the training table gives the column; null if it has no such column.</summary>
    private ColumnType? TypeLike()
    {
        ColumnType? type = options.TypeLike(name);
        return type == ColumnType.Float32 && IndexOfMisfit(options.NewBuilder(name, ColumnType.Float32, isInferred: true)) >= 0
            && IndexOfMisfit(options.NewBuilder(name, ColumnType.Float64, isInferred: true)) < 0
            ? ColumnType.Float64
            : type;
    }

    private ColumnBuilder Fill(ColumnType type, bool isInferred)
    {
        ColumnBuilder builder = options.NewBuilder(name, type, isInferred);
        if (IndexOfMisfit(builder) is >= 0 and int misfit)
            throw errors.Misfit(lines[misfit], builder, values[misfit], options.OriginOf(name));
        return builder;
    }

    private ColumnType InferType()
    {
        if (values.TrueForAll(value => value is null))
            throw errors.AllMissing(name, lines);
        foreach (ColumnType candidate in Candidates)
        {
            if (IndexOfMisfit(options.NewBuilder(name, candidate, isInferred: true)) < 0)
                return candidate;
        }

        RequireNoNumberOutOfRange();
        string[] texts = [.. values.OfType<string>()];
        int distinct = texts.Distinct(StringComparer.Ordinal).Count();
        return TextKind.IsCategory(distinct, texts.Length) ? ColumnType.Category : ColumnType.Text;
    }

    /// <summary>Appends values up to the first that the builder refuses, and returns its index; -1 if all are appended.</summary>
    private int IndexOfMisfit(ColumnBuilder builder)
    {
        for (int row = 0; row < values.Count; row++)
        {
            if (values[row] is not { } value)
                builder.AppendMissing();
            else if (!builder.TryAppend(value))
                return row;
        }

        return -1;
    }

    /// <summary>
    /// Refuses a column of numbers of which one, such as 1e400 or inf, is not finite: it would be taken for a column of texts otherwise.
    /// </summary>
    private void RequireNoNumberOutOfRange()
    {
        ColumnBuilder numbers = options.NewBuilder(name, ColumnType.Float64, isInferred: false);
        int outOfRange = -1;
        for (int row = 0; row < values.Count; row++)
        {
            if (values[row] is not { } value || numbers.TryAppend(value))
                continue;
            if (!Float64Builder.IsOutOfRange(value, options.DecimalSeparator))
                return;
            if (outOfRange < 0)
                outOfRange = row;
        }

        if (outOfRange >= 0)
            throw errors.Misfit(lines[outOfRange], numbers, values[outOfRange], TypeOrigin.Inferred);
    }
}
