namespace NeuralNet;

/// <summary>The features of a <see cref="FeatureSpace"/> by their names, to which features are added one by one.</summary>
internal sealed class FeatureList(FeatureOutputMode outputMode)
{
    private readonly Dictionary<string, Feature> features = new(StringComparer.Ordinal);

    /// <summary>The first feature that has learned from training rows; null if there is none.</summary>
    public Feature? Learned { get; private set; }

    /// <summary>Returns the features in the order of the output.</summary>
    public FeatureLayout ToLayout() => new(features.Values, outputMode);

    /// <summary>Adds a feature.</summary>
    /// <exception cref="ArgumentException">
    /// The name is taken, the output is an index beside others, or a cross names no categorical feature.
    /// </exception>
    public void Add(Feature feature)
    {
        if (features.ContainsKey(feature.Name))
            throw new ArgumentException($"There is a feature named '{feature.Name}' already. For a further feature of a column, state "
                + "another name and the column: column: \"…\".");
        if (feature.IsIndex && outputMode == FeatureOutputMode.Concat)
            throw new ArgumentException($"The feature '{feature.Name}' is an index, which cannot stand beside other elements. State "
                + "IndexOutputMode.OneHot, or create the FeatureSpace with FeatureOutputMode.Dict.");
        features.Add(feature.Name, feature is CrossFeature cross ? cross.Of(MembersOf(cross)) : feature);
        if (feature.HasLearned)
            Learned ??= feature;
    }

    /// <summary>Replaces features of columns by those that have learned.</summary>
    public void Replace(IEnumerable<ColumnFeature> learned)
    {
        foreach (ColumnFeature feature in learned)
        {
            features[feature.Name] = feature;
            if (feature.HasLearned)
                Learned ??= feature;
        }
    }

    private CategoricalFeature[] MembersOf(CrossFeature cross) => [.. cross.Features.Select(name =>
        features.GetValueOrDefault(name) switch
        {
            CategoricalFeature member => member,
            null => throw new ArgumentException($"The cross '{cross.Name}' names '{name}', which is no feature. Add its features first."),
            _ => throw new ArgumentException($"The cross '{cross.Name}' names '{name}', which has no categories. Cross categories, or bins "
                + "of numbers (FloatDiscretized)."),
        })];
}
