namespace NeuralNet;

/// <summary>
/// The features of a <see cref="FeatureSpace"/> in the order of the output, and the inputs that they make. A layout does not change.
/// </summary>
internal sealed class FeatureLayout
{
    /// <summary>The rows that are encoded at a time, so that the indices of their categories stay in the cache.</summary>
    private const int BlockRows = 1024;

    private readonly FeatureOutputMode outputMode;
    private IReadOnlyList<EncodedInput>? inputs;

    public FeatureLayout(IEnumerable<Feature> features, FeatureOutputMode outputMode)
    {
        this.outputMode = outputMode;
        Features = [.. features.OrderBy(feature => feature is CrossFeature).ThenBy(feature => feature.Name, StringComparer.Ordinal)];
        Columns = [.. Features.SelectMany(feature => feature.Columns).Distinct(StringComparer.Ordinal)];
    }

    public Feature[] Features { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<EncodedInput> Inputs => inputs ??= CreateInputs();

    /// <exception cref="InvalidOperationException">There is no feature.</exception>
    public void RequireFeatures()
    {
        if (Features.Length == 0)
            throw new InvalidOperationException(
                "The FeatureSpace has no features. Add one for each column, such as FloatNormalized(\"age\").");
    }

    /// <summary>Encodes rows that have all columns.</summary>
    public Tensor[] Encode(IRows rows)
    {
        RequireAdapted();
        ColumnFeature[] features = [.. Features.OfType<ColumnFeature>()];
        Column[] columns = Array.ConvertAll(features, feature => rows.FindColumn(feature.Column)!);
        for (int i = 0; i < features.Length; i++)
            features[i].Check(rows, columns[i]);
        var run = new FeatureEncoding(Features, Tensors(rows.RowCount), BlockRows);
        for (int start = 0; start < rows.RowCount; start += BlockRows)
            run.Encode(rows, columns, start, Math.Min(BlockRows, rows.RowCount - start));
        return run.Tensors;
    }

    private Tensor[] Tensors(int rowCount) => outputMode == FeatureOutputMode.Dict
        ? Array.ConvertAll(Features, feature => new Tensor([rowCount, feature.Width]))
        : [new Tensor([rowCount, TotalWidth()])];

    private int TotalWidth()
    {
        long width = Features.Sum(feature => (long)feature.Width);
        return width <= int.MaxValue
            ? (int)width
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The features have {width} elements together; hash those with the most categories."));
    }

    private void RequireAdapted()
    {
        RequireFeatures();
        if (Array.Find(Features, feature => !feature.IsAdapted) is { } feature)
            throw feature.NotAdapted();
    }

    private IReadOnlyList<EncodedInput> CreateInputs()
    {
        RequireAdapted();
        return outputMode == FeatureOutputMode.Dict
            ? [.. Features.Select(feature => new EncodedInput(feature.Name, feature.Width, new FeatureElements([feature])))]
            : [new EncodedInput("features", TotalWidth(), new FeatureElements(Features))];
    }
}
