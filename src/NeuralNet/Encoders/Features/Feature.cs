namespace NeuralNet;

/// <summary>
/// A feature of a <see cref="FeatureSpace"/>: its settings, and what it has learned from training rows. A feature does not change: Adapt
/// replaces it. The classes are those that <see cref="FeatureSpace"/> creates.
/// </summary>
public abstract class Feature : IConfigurable
{
    private protected Feature(string name, IReadOnlyList<string> columns) =>
        (Name, Columns) = (Require.NotEmpty(name), [.. Require.NoNulls(columns)]);

    /// <summary>The features that a file can create.</summary>
    internal static Registry<Feature> Known { get; } = new Registry<Feature>("feature")
        .Add("Float", FloatFeature.From)
        .Add("FloatNormalized", FloatNormalizedFeature.From)
        .Add("FloatRescaled", FloatRescaledFeature.From)
        .Add("FloatDiscretized", FloatDiscretizedFeature.From)
        .Add("StringCategorical", StringCategoricalFeature.From)
        .Add("IntegerCategorical", IntegerCategoricalFeature.From)
        .Add("StringHashed", StringHashedFeature.From)
        .Add("IntegerHashed", IntegerHashedFeature.From)
        .Add("DatePart", DatePartFeature.From)
        .Add("Cross", CrossFeature.From);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The names of the columns that the feature is made of.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of elements that the feature has in a row of its input.</summary>
    /// <exception cref="InvalidOperationException">The feature has learned nothing yet.</exception>
    public abstract int Width { get; }

    string IConfigurable.ClassName => ClassName;

    /// <summary>The name of the class in files: that of the method of <see cref="FeatureSpace"/> that creates it.</summary>
    internal string ClassName => GetType().Name[..^nameof(Feature).Length];

    /// <summary>Gets a value indicating whether the feature encodes rows: whether it has learned what it needs, if anything.</summary>
    internal abstract bool IsAdapted { get; }

    /// <summary>Gets a value indicating whether the feature has learned from training rows.</summary>
    internal virtual bool HasLearned => false;

    /// <summary>Gets a value indicating whether the output is the index of a category, which cannot stand beside other elements.</summary>
    internal virtual bool IsIndex => false;

    /// <summary>Returns the name of an element of the output, from 0 to <see cref="Width"/> − 1.</summary>
    internal abstract string ElementName(int index);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);

    private protected virtual void WriteTo(Configuration configuration) => configuration.Set("name", Name);

    /// <summary>Returns a value that Adapt has learned.</summary>
    /// <exception cref="InvalidOperationException">The value is null.</exception>
    private protected T Learned<T>(T? value)
        where T : class => value ?? throw NotAdapted();

    /// <summary>Creates the exception for a use before Adapt.</summary>
    internal InvalidOperationException NotAdapted() => new(
        $"The feature '{Name}' has learned nothing yet. Call the FeatureSpace's Adapt(trainingRows) first.");

    private protected static string NameIn(Configuration configuration) => configuration.GetString("name")
        ?? throw new FormatException("The setting 'name' is missing; it should be a text.");
}
