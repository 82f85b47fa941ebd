using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <content>The features that can be added, by Keras's names.</content>
public partial class FeatureSpace
{
    private const int DefaultBins = 32;

    /// <summary>Adds a column of numbers as they are. Keras: <c>FeatureSpace.float</c>.</summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, or the treatment of missing values makes no sense for numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    [SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "Keras's name.")]
    public FeatureSpace Float(string name, MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new FloatFeature(name, column, missing));

    /// <summary>
    /// Adds a column of numbers that are shifted and scaled to mean 0 and variance 1, those of the training rows. Keras:
    /// <c>FeatureSpace.float_normalized</c>. As in Keras, the deviation is at least 10⁻⁷: a column that is constant in the training rows
    /// has the output 0 for their number, and about 10⁷ times the difference for any other. Leave such a column out.
    /// </summary>
    /// <inheritdoc cref="Float"/>
    public FeatureSpace FloatNormalized(string name, MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new FloatNormalizedFeature(name, column, missing));

    /// <summary>Adds a column of numbers as number·scale + offset. Keras: <c>FeatureSpace.float_rescaled</c>.</summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="scale">The factor; 1 by default.</param>
    /// <param name="offset">The number that is added to the product; 0 by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, the scale or the offset is not finite, or the treatment of missing values makes no sense for numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace FloatRescaled(
        string name, double scale = 1, double offset = 0, MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new FloatRescaledFeature(name, scale, offset, column, missing));

    /// <summary>
    /// Adds a column of numbers as bins, whose boundaries are quantiles of the training rows; see <see cref="Discretization"/>. Keras:
    /// <c>FeatureSpace.float_discretized</c>.
    /// </summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="numBins">The number of bins; 32 by default.</param>
    /// <param name="outputMode">The form of the output; one-hot by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, the number of bins is less than 2 or greater than 2²⁴, the treatment of missing values makes no sense
    /// for bins, or the output is an index where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace FloatDiscretized(
        string name, int numBins = DefaultBins, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(FloatDiscretizedFeature.WithBins(name, numBins, outputMode, column, missing));

    /// <summary>Adds a column of numbers as bins between given boundaries.</summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="boundaries">The boundaries, in ascending order.</param>
    /// <param name="outputMode">The form of the output; one-hot by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, the boundaries do not ascend, the treatment of missing values makes no sense for bins, or the output is
    /// an index where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace FloatDiscretized(
        string name, IReadOnlyList<double> boundaries, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(FloatDiscretizedFeature.WithBoundaries(name, boundaries, outputMode, column, missing));

    /// <summary>
    /// Adds a column of texts as categories, which are learned from the training rows: by descending frequency, after the indices of
    /// unknown texts. Keras: <c>FeatureSpace.string_categorical</c>.
    /// </summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="maxTokens">
    /// The maximum number of indices, with those of unknown texts; the most frequent texts are kept. Null, the default, for all.
    /// </param>
    /// <param name="numOovIndices">
    /// The number of indices of unknown texts; 1 by default. With 0, an unknown text is an error; with several, they are hashed.
    /// </param>
    /// <param name="outputMode">The form of the output; one-hot by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, a number is out of its range, the treatment of missing values makes no sense for categories, or the
    /// output is an index where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace StringCategorical(
        string name, int? maxTokens = null, int numOovIndices = 1, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new StringCategoricalFeature(name, maxTokens, numOovIndices, outputMode, column, missing));

    /// <summary>
    /// Adds a column of whole numbers as categories, which are learned from the training rows: by descending frequency, after the indices
    /// of unknown numbers. Several indices of unknown numbers are taken by remainder. Keras: <c>FeatureSpace.integer_categorical</c>.
    /// </summary>
    /// <inheritdoc cref="StringCategorical"/>
    public FeatureSpace IntegerCategorical(
        string name, int? maxTokens = null, int numOovIndices = 1, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new IntegerCategoricalFeature(name, maxTokens, numOovIndices, outputMode, column, missing));

    /// <summary>
    /// Adds a column of texts, hashed into bins: Fingerprint64 modulo the number of bins. Keras: <c>FeatureSpace.string_hashed</c>.
    /// </summary>
    /// <param name="name">The name of the feature, which is that of its column by default.</param>
    /// <param name="numBins">The number of bins; 32 by default.</param>
    /// <param name="outputMode">The form of the output; one-hot by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="column">The name of the column, if it is not that of the feature.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, the number of bins is less than 1 or greater than 2²⁴, the treatment of missing values makes no sense
    /// for categories, or the output is an index where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace StringHashed(
        string name, int numBins = DefaultBins, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new StringHashedFeature(name, numBins, outputMode, column, missing));

    /// <summary>
    /// Adds a column of whole numbers, hashed into bins: Fingerprint64 of the decimal text modulo the number of bins. Keras:
    /// <c>FeatureSpace.integer_hashed</c>.
    /// </summary>
    /// <inheritdoc cref="StringHashed"/>
    public FeatureSpace IntegerHashed(
        string name, int numBins = DefaultBins, IndexOutputMode outputMode = IndexOutputMode.OneHot,
        MissingValues missing = MissingValues.Error, string? column = null) =>
        Add(new IntegerHashedFeature(name, numBins, outputMode, column, missing));

    /// <summary>
    /// Adds a part of a column of dates: the year as a number of mean 0 and variance 1, the other parts as categories in their fixed range.
    /// Keras has none.
    /// </summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="part">The part.</param>
    /// <param name="outputMode">The form of the output of the parts other than the year; one-hot by default.</param>
    /// <param name="missing">The treatment of missing values; an error by default.</param>
    /// <param name="name">The name of the feature; that of the column and of the part, as in <c>signup month</c>, by default.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or taken, the part is undefined, the treatment of missing values makes no sense for the part, or the output is an
    /// index for the year, or where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace DatePart(
        string column, DatePart part, IndexOutputMode outputMode = IndexOutputMode.OneHot, MissingValues missing = MissingValues.Error,
        string? name = null)
    {
        Require.NotEmpty(column);
        name ??= $"{column} {SnakeCase.Of(Require.Defined(part).ToString()).Replace('_', ' ')}";
        if (part != NeuralNet.DatePart.Year)
            return Add(new DatePartFeature(name, part, outputMode, column, missing));
        return outputMode == IndexOutputMode.OneHot
            ? Add(new FloatNormalizedFeature(name, column, missing, part))
            : throw new ArgumentException("The year is a number, which has no index.", nameof(outputMode));
    }

    /// <summary>
    /// Adds the combination of the categories of several features, hashed into bins, named <c>job_X_city</c>. Keras:
    /// <c>FeatureSpace.cross</c>.
    /// </summary>
    /// <param name="features">The names of two or more features with categories, which were added before. Their order matters.</param>
    /// <param name="crossingDim">The number of bins; 32 by default.</param>
    /// <param name="outputMode">The form of the output; one-hot by default.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">
    /// There are fewer than two features, one is named twice, unknown or has no categories, the number of bins is less than 1 or greater
    /// than 2²⁴, or the output is an index where all features make one input.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature has learned from training rows already.</exception>
    public FeatureSpace Cross(
        IReadOnlyList<string> features, int crossingDim = DefaultBins, IndexOutputMode outputMode = IndexOutputMode.OneHot) =>
        Add(new CrossFeature(features, [], crossingDim, outputMode));
}
