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

    /// <summary>The number below which float32 represents all whole numbers.</summary>
    private const double MaxExactSingle = 1 << 24;

    private readonly double[]? boundaries;
    private readonly float[]? singles;
    private readonly bool learnsBoundaries;

    private FloatDiscretizedFeature(
        string name, int numBins, double[]? boundaries, bool learnsBoundaries, IndexOutputMode outputMode, string? column,
        MissingValues missing, double? fillValue, bool isFloat64)
        : base(name, column, missing, AllowedForNumbers, outputMode)
    {
        NumBins = numBins;
        (this.boundaries, this.learnsBoundaries, IsFloat64) = (boundaries, learnsBoundaries, isFloat64);
        singles = boundaries is null ? null : Array.ConvertAll(boundaries, boundary => (float)boundary);
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
    public IReadOnlyList<double>? Boundaries => boundaries;

    /// <summary>
    /// The value that replaces a missing one; null if missing values are an error or a category, or the value is not learned yet.
    /// </summary>
    public double? FillValue { get; }

    /// <summary>
    /// Gets a value indicating whether numbers of a float64 column are compared in float64, because float32 would round a number of the
    /// training rows, or a boundary that was given. Otherwise numbers are rounded to float32 before, as in Keras.
    /// </summary>
    public bool IsFloat64 { get; }

    internal override bool IsAdapted =>
        boundaries is not null && (FillValue is not null || Missing is MissingValues.Error or MissingValues.OwnCategory);

    private protected override string Takes => "numbers";

    private protected override int PresentCount => NumBins;

    private protected override int? FillIndex =>
        FillValue is double value && boundaries is not null ? BinOf(value, IsFloat64) : null;

    /// <summary>Creates a feature that learns its boundaries.</summary>
    internal static FloatDiscretizedFeature WithBins(
        string name, int numBins, IndexOutputMode outputMode, string? column, MissingValues missing) =>
        new(name, Discretization.CheckBins(numBins), null, true, outputMode, column, missing, null, isFloat64: false);

    /// <summary>Creates a feature with given boundaries.</summary>
    internal static FloatDiscretizedFeature WithBoundaries(
        string name, IReadOnlyList<double> boundaries, IndexOutputMode outputMode, string? column, MissingValues missing)
    {
        double[] given = Discretization.CheckGiven(boundaries);
        return new(name, given.Length + 1, given, false, outputMode, column, missing, null, NeedFloat64(given));
    }

    internal static FloatDiscretizedFeature From(Configuration configuration)
    {
        int? numBins = configuration.Contains("num_bins") ? Discretization.CheckBins(configuration.GetInt32("num_bins")) : null;
        bool isFloat64 = NumericColumn.IsFloat64In(configuration);
        double[]? boundaries = isFloat64
            ? configuration.GetDoubles("bin_boundaries")
            : configuration.GetSingles("bin_boundaries")?.Select(boundary => (double)boundary).ToArray();
        if (numBins is null)
            boundaries = Discretization.CheckGiven(
                boundaries ?? throw new FormatException("The settings 'num_bins' and 'bin_boundaries' are missing; there should be one."));
        else if (boundaries is not null)
            Discretization.CheckLearned(boundaries, numBins.Value);
        return new(
            NameIn(configuration), numBins ?? boundaries!.Length + 1, boundaries, numBins is not null, OutputModeIn(configuration),
            ColumnIn(configuration), MissingIn(configuration), NumericColumn.NumberIn(configuration, "fill_value", isFloat64), isFloat64);
    }

    internal override bool Learns =>
        learnsBoundaries || Missing is MissingValues.Mean or MissingValues.Median or MissingValues.MostFrequent;

    internal override FeatureLearner CreateLearner()
    {
        var statistics = new NumericStatistics(learnsBoundaries || NumericStatistics.NeedsSample(Missing));
        return new FeatureLearner<double>(this, ValueAt, statistics.Add, () => WithLearned(statistics));
    }

    internal override int IndexAt(IRows rows, Column column, int row) =>
        BinOf(ValueAt(rows, column, row), IsFloat64 && column.Type == ColumnType.Float64);

    private protected override bool TakesValuesOf(Column column) => column.IsNumeric;

    private protected override string NameOf(int index)
    {
        double[] learned = Learned(boundaries);
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
        NumericColumn.WriteDataType(configuration, IsFloat64);
        if (boundaries is not null && IsFloat64)
            configuration.Set("bin_boundaries", boundaries);
        else if (singles is not null)
            configuration.Set("bin_boundaries", singles);
        if (FillValue is double fill)
            NumericColumn.Write(configuration, "fill_value", fill, IsFloat64);
    }

    private double ValueAt(IRows rows, Column column, int row) => NumericColumn.NumberAt(this, rows, column, row);

    private FloatDiscretizedFeature WithLearned(NumericStatistics statistics) => new(
        Name, NumBins, learnsBoundaries ? statistics.Boundaries(NumBins) : boundaries, learnsBoundaries, OutputMode, Column, Missing,
        statistics.FillValue(Missing), learnsBoundaries ? statistics.IsFloat64 : IsFloat64);

    /// <summary>
    /// Returns the bin of a number. A number of float32 is compared with boundaries of float32, so that it equals the boundary of the same
    /// decimal text.
    /// </summary>
    private int BinOf(double number, bool inFloat64) => inFloat64
        ? Discretization.BinOf<double>(number, Learned(boundaries))
        : Discretization.BinOf<float>((float)number, Learned(singles));

    private static bool NeedFloat64(double[] boundaries) =>
        Array.Exists(boundaries, boundary => boundary != (float)boundary || Math.Abs(boundary) >= MaxExactSingle);

    private string Text(double value) =>
        IsFloat64 ? value.ToString(CultureInfo.InvariantCulture) : ((float)value).ToString(CultureInfo.InvariantCulture);
}
