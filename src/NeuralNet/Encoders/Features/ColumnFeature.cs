namespace NeuralNet;

/// <summary>A feature that is made of one column.</summary>
public abstract class ColumnFeature : Feature
{
    private protected ColumnFeature(string name, string? column, MissingValues missing, ReadOnlySpan<MissingValues> allowed)
        : base(name, [column ?? name])
    {
        Missing = Require.Defined(missing);
        if (!allowed.Contains(missing))
            throw new ArgumentException($"The feature '{name}' ({ClassName}) cannot fill missing values by {nameof(MissingValues)}."
                + $"{missing}. It allows: {string.Join(", ", allowed.ToArray())}.", nameof(missing));
        Allowed = allowed.ToArray();
    }

    /// <summary>The name of the column.</summary>
    public string Column => Columns[0];

    /// <summary>The treatment of missing values.</summary>
    public MissingValues Missing { get; }

    /// <summary>The treatments of missing values that the kind of feature allows.</summary>
    private MissingValues[] Allowed { get; }

    /// <summary>The noun for the values that the feature takes, for messages.</summary>
    private protected abstract string Takes { get; }

    internal override bool HasLearned => Learns && IsAdapted;

    /// <summary>Gets a value indicating whether the feature learns from training rows.</summary>
    internal abstract bool Learns { get; }

    /// <summary>Creates the learner of a feature that learns.</summary>
    internal abstract FeatureLearner CreateLearner();

    /// <summary>Validates that the column has values that the feature takes, and none that is missing if that is an error.</summary>
    /// <exception cref="ArgumentException">The column has values of another type, or a value is missing.</exception>
    internal void Check(IRows rows, Column column)
    {
        // A column without any value may have been read as any type.
        if (column.MissingCount < column.Count && !TakesValuesOf(column))
            throw WrongType(rows, column);
        if (column.MissingCount > 0 && Missing == MissingValues.Error)
            throw HasMissing(rows, column);
    }

    /// <summary>Returns whether the column has values of a type that the feature takes.</summary>
    private protected abstract bool TakesValuesOf(Column column);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("column", Column);
        configuration.Set("missing", Missing);
    }

    private protected static string? ColumnIn(Configuration configuration) => configuration.GetString("column");

    private protected static MissingValues MissingIn(Configuration configuration) =>
        configuration.GetEnum<MissingValues>("missing", MissingValues.Error);

    /// <summary>Creates the exception for a value that the feature cannot take.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="advice">The statement of the error and of the remedy.</param>
    internal ArgumentException WrongValue(IRows rows, Column column, int row, string advice) => new(
        $"The column '{column.Name}' has '{column.GetText(row)}' in {rows.DescribeRow(row)}. The feature '{Name}' ({ClassName}) {advice}");

    private ArgumentException WrongType(IRows rows, Column column)
    {
        int row = 0;
        while (column.IsMissing(row))
            row++;
        return new ArgumentException($"The column '{column.Name}' has values of the type {column.Type}, such as '{column.GetText(row)}' in "
            + $"{rows.DescribeRow(row)}. The feature '{Name}' ({ClassName}) takes {Takes}. Read the column as such, or state another kind "
            + "of feature.");
    }

    private ArgumentException HasMissing(IRows rows, Column column)
    {
        int row = 0;
        while (!column.IsMissing(row))
            row++;
        return new ArgumentException(FormattableString.Invariant(
            $"The column '{column.Name}' lacks {column.MissingCount} of {column.Count} values, the first in ")
            + $"{rows.DescribeRow(row)}. State what the feature '{Name}' makes of them when it is added: missing: {nameof(MissingValues)}."
            + $"{string.Join(", ", Allowed.Where(allowed => allowed != MissingValues.Error))}.");
    }
}
