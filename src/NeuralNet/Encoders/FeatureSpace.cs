using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// An encoder of tables: each feature says how a column of numbers, texts or dates becomes numbers, and learns what it needs (means,
/// vocabularies, boundaries) from training rows. Keras: <c>keras.utils.FeatureSpace</c>, layers/preprocessing/feature_space.py.
/// <code>
/// var space = new FeatureSpace()
///     .FloatNormalized("age", missing: MissingValues.Median)
///     .StringCategorical("job")
///     .Cross(["job", "city"], crossingDim: 64);
/// space.Adapt(trainingRows);
/// Tensor x = space.Encode(testRows);
/// </code>
/// As in Keras, the features stand in the output in the ordinal order of their names, and crosses after all others.
/// </summary>
/// <remarks>
/// The defaults and results are Keras's. Keras lacks the treatment of missing values, parts of dates, given boundaries with one-hot
/// output, and several features of one column. A feature learns from the rows that have a value. Medians and boundaries of more than 2²⁰
/// values are those of a random sample of 2²⁰ with a fixed seed, and so are the most frequent numbers.
/// </remarks>
/// <param name="outputMode">The inputs that the encoder makes; one of all features by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The mode is undefined.</exception>
[Configurable]
public sealed partial class FeatureSpace(FeatureOutputMode outputMode = FeatureOutputMode.Concat) : InputEncoder
{
    private readonly FeatureOutputMode outputMode = Require.Defined(outputMode);
    private readonly FeatureList list = new(outputMode);
    private volatile FeatureLayout? built;

    /// <summary>The features, in the order of the output.</summary>
    public IReadOnlyList<Feature> Features => Layout.Features;

    /// <summary>
    /// Gets a value indicating whether all features encode rows: whether Adapt was called, unless no feature has to learn.
    /// </summary>
    public bool IsAdapted => Layout.Features.All(feature => feature.IsAdapted);

    /// <summary>The features in the order of the output, which is determined when it is needed.</summary>
    private FeatureLayout Layout => built ??= list.ToLayout();

    /// <inheritdoc/>
    public override IReadOnlyList<EncodedInput> Inputs => Layout.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => Layout.Columns;

    /// <summary>
    /// Learns what the features need from training rows, in place of what they have learned before. An exception changes nothing.
    /// </summary>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, a column is missing or has values that its feature cannot take, a value is missing where that is an error, or a
    /// column has no value at all.
    /// </exception>
    /// <exception cref="InvalidOperationException">A model has this encoder, or it has no features.</exception>
    public FeatureSpace Adapt(IRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Adapt([rows]);
    }

    /// <summary>
    /// Learns what the features need from training rows that are read in parts, in one pass. The result is that of all rows in one table,
    /// bit by bit.
    /// </summary>
    /// <returns>This object.</returns>
    /// <inheritdoc cref="Adapt(IRows)"/>
    public FeatureSpace Adapt(IEnumerable<IRows> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        RequireNotFrozen();
        FeatureLayout current = Layout;
        current.RequireFeatures();
        ColumnFeature[] features = [.. current.Features.OfType<ColumnFeature>()];
        FeatureLearner?[] learners = Array.ConvertAll(features, feature => feature.Learns ? feature.CreateLearner() : null);
        long rowCount = 0;
        foreach (IRows rows in parts)
        {
            ArgumentNullException.ThrowIfNull(rows, nameof(parts));
            RequireColumns(rows);
            for (int i = 0; i < features.Length; i++)
            {
                Column column = rows.FindColumn(features[i].Column)!;
                features[i].Check(rows, column);
                learners[i]?.Add(rows, column);
            }

            rowCount += rows.RowCount;
        }

        if (rowCount == 0)
            throw new ArgumentException("There are no rows to learn from.", nameof(parts));
        list.Replace([.. features.Select((feature, i) => learners[i]?.Complete() ?? feature)]);
        built = list.ToLayout();
        return this;
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("output_mode", outputMode);
        configuration.Json["features"] = new JsonArray([.. Features.Select(Configuration.Describe)]);
    }

    internal static FeatureSpace From(Configuration configuration)
    {
        var space = new FeatureSpace(configuration.GetEnum<FeatureOutputMode>("output_mode", FeatureOutputMode.Concat));
        if (configuration.Find("features") is not JsonArray features)
            throw Configuration.Wrong("features", "a list of features", configuration.Find("features"));
        foreach (JsonNode? description in features)
        {
            Feature feature = description is JsonObject settings
                ? Feature.Known.Read(settings)
                : throw Configuration.Wrong("features", "a list of features", description);
            space.list.Add(feature);
        }

        return space;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows) => Layout.Encode(rows);

    private FeatureSpace Add(Feature feature)
    {
        RequireNotFrozen();
        if (list.Learned is { } learned)
            throw new InvalidOperationException($"The feature '{learned.Name}' has learned from training rows already; another feature "
                + "would change the inputs of a model. Create a new FeatureSpace.");
        list.Add(feature);
        built = null;
        return this;
    }
}
