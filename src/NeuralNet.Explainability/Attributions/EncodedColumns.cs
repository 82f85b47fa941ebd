namespace NeuralNet.Explainability;

/// <summary>
/// The columns of the rows that the encoder of a model reads, and the columns that each value of an encoded row is made of.
/// </summary>
internal sealed class EncodedColumns
{
    private readonly string[] names;
    private readonly int[][] columnsOf;

    private EncodedColumns(string[] names, int[][] columnsOf) => (this.names, this.columnsOf) = (names, columnsOf);

    /// <summary>
    /// Returns the columns of the model's encoder; null if the model has no encoder, or its encoders make several inputs.
    /// </summary>
    /// <param name="model">The model; null if only a function is known.</param>
    /// <param name="row">The shape of an encoded row.</param>
    /// <exception cref="InvalidOperationException">The encoder does not describe each value of the row.</exception>
    public static EncodedColumns? Of(Model? model, Shape row)
    {
        EncodedInput[] inputs = [.. (model?.Encoders ?? []).SelectMany(encoder => encoder.Inputs)];
        if (inputs is not [var input])
            return null;
        IReadOnlyList<EncodedFeature> values = input.Shape.IsFixed ? input.Features : [.. Enumerable.Repeat(input.Features[0], row.Size)];
        if (values.Count != row.Size)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The encoder describes {values.Count} values of the input '{input.Name}', whose rows have {row.Size}. ")
                + "Its Inputs should have a feature for each value.");

        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        int[][] columnsOf = [.. values.Select(value => SourcesOf(value).Select(IndexOf).Distinct().Order().ToArray())];
        return new EncodedColumns([.. indices.Keys], columnsOf);

        int IndexOf(string column)
        {
            indices.TryAdd(column, indices.Count);
            return indices[column];
        }
    }

    /// <summary>
    /// Groups the values that are made of the same columns, named by them: <c>job</c>, <c>job × city</c>. If all values are made of the
    /// same columns, as the tokens of a text are, each remains a feature.
    /// </summary>
    public Features Group(Features values)
    {
        (string Name, int[] Values)[] groups = [.. Enumerable.Range(0, columnsOf.Length)
            .GroupBy(value => string.Join(',', columnsOf[value]), StringComparer.Ordinal)
            .Select(group => (string.Join(" × ", columnsOf[group.First()].Select(column => names[column])), group.ToArray()))];
        return groups.Length == 1 ? values : values.Partition(groups);
    }

    /// <summary>Returns the columns as features, each with the values that are made of it.</summary>
    public Features AsFeatures(Features values) => values.Partition([.. names.Select((name, column) =>
        (name, Enumerable.Range(0, columnsOf.Length).Where(value => columnsOf[value].Contains(column)).ToArray()))]);

    /// <summary>Returns the indices of the columns that a feature is made of.</summary>
    public int[] Of(ReadOnlySpan<int> values)
    {
        var columns = new SortedSet<int>();
        foreach (int value in values)
            columns.UnionWith(columnsOf[value]);
        return [.. columns];
    }

    /// <summary>Returns the columns of a value; a value that is made of none, such as a constant, stands for itself.</summary>
    private static IReadOnlyList<string> SourcesOf(EncodedFeature value) => value.Columns.Count > 0 ? value.Columns : [value.Name];
}
