namespace NeuralNet;

/// <summary>
/// The combination of the categories of several features, hashed into a fixed number of bins: the fingerprints of the indices of the
/// categories, combined, modulo the number of bins. Keras: layers/preprocessing/hashed_crossing.py.
/// </summary>
public sealed class CrossFeature : Feature
{
    internal CrossFeature(
        IReadOnlyList<string> features, IReadOnlyList<string> columns, int crossingDim, IndexOutputMode outputMode)
        : base(NameOf(features), columns)
    {
        Features = [.. features];
        CrossingDim = Require.Between(1, TokenNumbers.MaxTokens, crossingDim);
        OutputMode = Require.Defined(outputMode);
    }

    /// <summary>The names of the features that are crossed.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The number of bins.</summary>
    public int CrossingDim { get; }

    /// <summary>The form of the output.</summary>
    public IndexOutputMode OutputMode { get; }

    /// <inheritdoc/>
    public override int Width => OutputMode == IndexOutputMode.OneHot ? CrossingDim : 1;

    internal override bool IsAdapted => true;

    internal override bool IsIndex => OutputMode == IndexOutputMode.Int;

    /// <summary>Returns the bin of a combination of categories.</summary>
    /// <param name="indices">The index of the category of each crossed feature, in their order.</param>
    /// <exception cref="ArgumentException">There are more or fewer indices than features.</exception>
    public int BinOf(params ReadOnlySpan<int> indices)
    {
        if (indices.Length != Features.Count)
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {indices.Length} indices; the cross '{Name}' has {Features.Count} features."), nameof(indices));
        ulong fingerprint = Fingerprint.CrossSeed;
        foreach (int index in indices)
            fingerprint = Fingerprint.Combine(fingerprint, (ulong)index);
        return (int)(fingerprint % (ulong)CrossingDim);
    }

    internal static CrossFeature From(Configuration configuration) => new(
        configuration.GetStrings("feature_names")
            ?? throw new FormatException("The setting 'feature_names' is missing; it should be a list of texts."),
        [], configuration.GetInt32("crossing_dim"), configuration.GetEnum<IndexOutputMode>("output_mode", IndexOutputMode.OneHot));

    /// <summary>Returns the cross with the columns of the features that it crosses.</summary>
    internal CrossFeature Of(IEnumerable<CategoricalFeature> members) =>
        new(Features, [.. members.Select(member => member.Column).Distinct(StringComparer.Ordinal)], CrossingDim, OutputMode);

    internal override string ElementName(int index)
    {
        string name = string.Join(" × ", Features);
        return OutputMode == IndexOutputMode.Int ? name : FormattableString.Invariant($"{name} #{index}");
    }

    /// <summary>Returns the bin of the categories of a row.</summary>
    /// <param name="indices">The indices of the categories of all features, row by row for each feature.</param>
    /// <param name="members">The positions of the crossed features among all.</param>
    /// <param name="stride">The number of rows of a feature.</param>
    /// <param name="row">The row.</param>
    internal int BinOf(ReadOnlySpan<int> indices, ReadOnlySpan<int> members, int stride, int row)
    {
        ulong fingerprint = Fingerprint.CrossSeed;
        foreach (int member in members)
            fingerprint = Fingerprint.Combine(fingerprint, (ulong)indices[member * stride + row]);
        return (int)(fingerprint % (ulong)CrossingDim);
    }

    private protected override void WriteTo(Configuration configuration)
    {
        configuration.Set("feature_names", Features);
        configuration.Set("crossing_dim", CrossingDim);
        configuration.Set("output_mode", OutputMode);
    }

    private static string NameOf(IReadOnlyList<string> features)
    {
        Require.NoNulls(features);
        return features.Count >= 2 && features.Distinct(StringComparer.Ordinal).Count() == features.Count
            ? string.Join("_X_", features)
            : throw new ArgumentException("A cross has at least two features, all different.", nameof(features));
    }
}
