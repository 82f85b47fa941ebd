namespace NeuralNet;

/// <summary>A feature whose output is a number, followed by an indicator of missing values if that is stated.</summary>
public abstract class NumericFeature : ColumnFeature
{
    private static readonly MissingValues[] AllowedMissing =
    [
        MissingValues.Error, MissingValues.Mean, MissingValues.Median, MissingValues.MostFrequent, MissingValues.Indicator,
    ];

    private protected NumericFeature(string name, string? column, MissingValues missing, double? fillValue, bool isFloat64)
        : base(name, column, missing, AllowedMissing) =>
        (FillValue, IsFloat64) = (NumericColumn.CheckFill(fillValue, missing), isFloat64);

    /// <summary>
    /// The value that replaces a missing one, before any normalization or rescaling; null if missing values are an error, or the value is
    /// not learned yet.
    /// </summary>
    public double? FillValue { get; }

    /// <summary>
    /// Gets a value indicating whether numbers are converted to float32 after the arithmetic, and not before it as in Keras, because too
    /// few of their digits would remain: the numbers are large and close to each other, such as times in seconds.
    /// </summary>
    public bool IsFloat64 { get; }

    /// <inheritdoc/>
    public override int Width => Missing == MissingValues.Indicator ? 2 : 1;

    internal override bool IsAdapted => FillValue is not null || Missing == MissingValues.Error;

    internal override bool Learns => Missing != MissingValues.Error;

    private protected override string Takes => "numbers";

    internal override string ElementName(int index) => index == 0 ? Name : $"{Name} missing";

    internal override FeatureLearner CreateLearner()
    {
        var statistics = new NumericStatistics(NumericStatistics.NeedsSample(Missing));
        return new FeatureLearner<double>(this, NumberAt, statistics.Add, () => WithLearned(statistics));
    }

    /// <summary>Writes the elements of some rows into every <paramref name="stride"/>-th element of a span.</summary>
    internal void Encode(IRows rows, Column column, int firstRow, int rowCount, Span<float> output, int stride)
    {
        bool hasMissing = column.MissingCount > 0;
        double fill = FillValue ?? 0;
        for (int i = 0; i < rowCount; i++)
        {
            int row = firstRow + i;
            bool isMissing = hasMissing && column.IsMissing(row);
            double number = isMissing ? fill : NumberAt(rows, column, row);
            output[i * stride] = IsFloat64 ? Transform(number) : Transform((float)number);
            if (Missing == MissingValues.Indicator)
                output[i * stride + 1] = isMissing ? 1 : 0;
        }
    }

    /// <summary>Returns the feature with what the training rows say.</summary>
    private protected abstract NumericFeature WithLearned(NumericStatistics statistics);

    /// <summary>Returns the number of a row that has a value.</summary>
    private protected virtual double NumberAt(IRows rows, Column column, int row) => NumericColumn.NumberAt(this, rows, column, row);

    private protected abstract float Transform(float value);

    /// <summary>Transforms a number in float64, and rounds the result.</summary>
    private protected abstract float Transform(double value);

    private protected override bool TakesValuesOf(Column column) => column.IsNumeric;

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        NumericColumn.WriteDataType(configuration, IsFloat64);
        if (FillValue is double fill)
            NumericColumn.Write(configuration, "fill_value", fill, IsFloat64);
    }
}
