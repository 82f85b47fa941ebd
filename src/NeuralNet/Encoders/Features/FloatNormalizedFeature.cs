namespace NeuralNet;

/// <summary>
/// (value − mean)/max(√variance, 10⁻⁷), with the mean and the biased variance of the values that the training rows have (Keras:
/// <c>FeatureSpace.float_normalized</c>, a <see cref="Normalization"/>).
/// </summary>
public sealed class FloatNormalizedFeature : NumericFeature
{
    private readonly double mean, deviation;

    internal FloatNormalizedFeature(
        string name, string? column, MissingValues missing, DatePart? part = null, double? mean = null, double? variance = null,
        double? fillValue = null, bool isFloat64 = false)
        : base(name, column, missing, fillValue, isFloat64 || part is not null)
    {
        Part = part is null or DatePart.Year
            ? part
            : throw new ArgumentException("The part of a date that is a number is the year.", nameof(part));
        Mean = mean is null == variance is null
            ? mean
            : throw new ArgumentException("Mean and variance are given together, or neither.", nameof(mean));
        Variance = variance is double given ? Require.NonNegative(given, nameof(variance)) : null;
        this.mean = mean ?? 0;
        deviation = IsFloat64
            ? Math.Max(Math.Sqrt(variance ?? 0), Normalization.MinDeviation)
            : Normalization.DeviationOf((float)(variance ?? 0));
    }

    /// <summary>The part of the dates of the column that is the number, the year; null for a column of numbers.</summary>
    public DatePart? Part { get; }

    /// <summary>The mean of the training rows; null if it is not learned yet.</summary>
    public double? Mean { get; }

    /// <summary>The biased variance of the training rows; null if it is not learned yet.</summary>
    public double? Variance { get; }

    internal override bool IsAdapted => Mean is not null && base.IsAdapted;

    internal override bool Learns => true;

    private protected override string Takes => Part is null ? base.Takes : "dates";

    internal static FloatNormalizedFeature From(Configuration configuration)
    {
        bool isFloat64 = NumericColumn.IsFloat64In(configuration);
        return new(
            NameIn(configuration), ColumnIn(configuration), MissingIn(configuration),
            configuration.Contains("part") ? configuration.GetEnum<DatePart>("part") : null,
            NumberIn("mean"), NumberIn("variance"), NumberIn("fill_value"), isFloat64);

        double? NumberIn(string name) => NumericColumn.NumberIn(configuration, name, isFloat64);
    }

    private protected override FloatNormalizedFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Column, Missing, Part, statistics.Mean, statistics.Variance, statistics.FillValue(Missing), statistics.IsFloat64);

    private protected override double NumberAt(IRows rows, Column column, int row) =>
        Part is null ? base.NumberAt(rows, column, row) : column.GetDate(row).Year;

    private protected override float Transform(float value) => (value - (float)mean) / (float)deviation;

    private protected override float Transform(double value) => (float)((value - mean) / deviation);

    private protected override bool TakesValuesOf(Column column) =>
        Part is null ? base.TakesValuesOf(column) : column.Type == ColumnType.Date;

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (Part is DatePart part)
            configuration.Set("part", part);
        if (Mean is double mean && Variance is double variance)
        {
            NumericColumn.Write(configuration, "mean", mean, IsFloat64);
            NumericColumn.Write(configuration, "variance", variance, IsFloat64);
        }
    }
}
