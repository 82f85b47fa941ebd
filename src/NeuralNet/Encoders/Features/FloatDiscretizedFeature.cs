using System.Globalization;

namespace NeuralNet;

/// <summary>
/// The bin of a number between boundaries, which are given, or learned as quantiles of the training rows; see <see cref="Discretization"/>
/// (Keras: <c>FeatureSpace.float_discretized</c>).
/// </summary>
public sealed class FloatDiscretizedFeature : CategoricalFeature
{
    private static readonly MissingValues[] AllowedForNumbers =
    [
        MissingValues.Error, MissingValues.Mean, MissingValues.Median, MissingValues.MostFrequent, MissingValues.OwnCategory,
    ];

    private readonly float[]? boundaries;
    private readonly bool learnsBoundaries;

    private FloatDiscretizedFeature(
        string name, int numBins, float[]? boundaries, bool learnsBoundaries, IndexOutputMode outputMode, string? column,
        MissingValues missing, float? fillValue)
        : base(name, column, missing, AllowedForNumbers, outputMode)
    {
        NumBins = numBins;
        (this.boundaries, this.learnsBoundaries) = (boundaries, learnsBoundaries);
        FillValue = missing == MissingValues.OwnCategory && fillValue is not null
            ? throw new ArgumentException("There is a value for missing values, which have a category.", nameof(fillValue))
            : NumericColumn.CheckFill(fillValue, missing);
    }

    /// <summary>The number of bins, without the one for missing values.</summary>
    public int NumBins { get; }

    /// <summary>
    /// The boundaries, in ascending order: a number is in the bin whose index is the number of boundaries that are not above it. Learned
    /// boundaries may be fewer than the bins require, if the training rows are few, and then the last bins are not used. Null if
    /// they are not learned yet.
    /// </summary>
    public IReadOnlyList<float>? Boundaries => boundaries;

    /// <summary>
    /// The value that replaces a missing one; null if missing values are an error or a category, or the value is not learned yet.
    /// </summary>
    public float? FillValue { get; }

    internal override bool IsAdapted =>
        boundaries is not null && (FillValue is not null || Missing is MissingValues.Error or MissingValues.OwnCategory);

    private protected override string Takes => "numbers";

    private protected override int PresentCount => NumBins;

    private protected override int? FillIndex =>
        FillValue is float value && boundaries is not null ? Discretization.BinOf(value, boundaries) : null;

    /// <summary>Creates a feature that learns its boundaries.</summary>
    internal static FloatDiscretizedFeature WithBins(
        string name, int numBins, IndexOutputMode outputMode, string? column, MissingValues missing) =>
        new(name, Discretization.CheckBins(numBins), null, true, outputMode, column, missing, null);

    /// <summary>Creates a feature with given boundaries.</summary>
    internal static FloatDiscretizedFeature WithBoundaries(
        string name, IReadOnlyList<float> boundaries, IndexOutputMode outputMode, string? column, MissingValues missing)
    {
        float[] given = Discretization.CheckGiven(boundaries);
        return new(name, given.Length + 1, given, false, outputMode, column, missing, null);
    }

    internal static FloatDiscretizedFeature From(Configuration configuration)
    {
        int? numBins = configuration.Contains("num_bins") ? Discretization.CheckBins(configuration.GetInt32("num_bins")) : null;
        float[]? boundaries = configuration.GetSingles("bin_boundaries");
        if (numBins is null)
            boundaries = Discretization.CheckGiven(
                boundaries ?? throw new FormatException("The settings 'num_bins' and 'bin_boundaries' are missing; there should be one."));
        else if (boundaries is not null)
            Discretization.CheckLearned(boundaries, numBins.Value);
        return new(
            NameIn(configuration), numBins ?? boundaries!.Length + 1, boundaries, numBins is not null, OutputModeIn(configuration),
            ColumnIn(configuration), MissingIn(configuration), configuration.GetOptionalSingle("fill_value"));
    }

    internal override bool Learns =>
        learnsBoundaries || Missing is MissingValues.Mean or MissingValues.Median or MissingValues.MostFrequent;

    internal override FeatureLearner CreateLearner()
    {
        var statistics = new NumericStatistics(learnsBoundaries || NumericStatistics.NeedsSample(Missing));
        return new FeatureLearner<float>(this, ValueAt, statistics.Add, () => WithLearned(statistics));
    }

    internal override int IndexAt(IRows rows, Column column, int row) =>
        Discretization.BinOf(ValueAt(rows, column, row), Learned(boundaries));

    private protected override bool TakesValuesOf(Column column) => column.IsNumeric;

    private protected override string NameOf(int index)
    {
        float[] learned = Learned(boundaries);
        if (index > learned.Length)
            return Unused();
        string? lower = index > 0 ? Text(learned[index - 1]) : null, upper = index < learned.Length ? Text(learned[index]) : null;
        return (lower, upper) switch
        {
            (null, null) => Name,
            (null, _) => $"{Name} < {upper}",
            (_, null) => $"{Name} ≥ {lower}",
            _ when lower == upper => Unused(),
            _ => $"{lower} ≤ {Name} < {upper}",
        };

        string Unused() => FormattableString.Invariant($"{Name} bin {index}, unused");
    }

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (learnsBoundaries)
            configuration.Set("num_bins", NumBins);
        if (boundaries is not null)
            configuration.Set("bin_boundaries", boundaries);
        if (FillValue is float fill)
            configuration.Set("fill_value", fill);
    }

    private float ValueAt(IRows rows, Column column, int row) => NumericColumn.NumberAt(this, rows, column, row);

    private FloatDiscretizedFeature WithLearned(NumericStatistics statistics) => new(
        Name, NumBins, learnsBoundaries ? statistics.Boundaries(NumBins) : boundaries, learnsBoundaries, OutputMode, Column, Missing,
        statistics.FillValue(Missing));

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
