namespace NeuralNet;

/// <summary>
/// value·scale + offset (Keras: <c>FeatureSpace.float_rescaled</c>), in float64 for a column of float64.
/// </summary>
public sealed class FloatRescaledFeature : NumericFeature
{
    internal FloatRescaledFeature(
        string name, double scale, double offset, string? column, MissingValues missing, double? fillValue = null, bool isFloat64 = false)
        : base(name, column, missing, fillValue, isFloat64) => (Scale, Offset) = (Require.Finite(scale), Require.Finite(offset));

    /// <summary>The factor.</summary>
    public double Scale { get; }

    /// <summary>The number that is added to the product.</summary>
    public double Offset { get; }

    internal static FloatRescaledFeature From(Configuration configuration)
    {
        bool isFloat64 = NumericColumn.IsFloat64In(configuration);
        return new(
            NameIn(configuration), configuration.GetDouble("scale", 1), configuration.GetDouble("offset", 0), ColumnIn(configuration),
            MissingIn(configuration), NumericColumn.NumberIn(configuration, "fill_value", isFloat64), isFloat64);
    }

    private protected override FloatRescaledFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Scale, Offset, Column, Missing, statistics.FillValue(Missing), statistics.IsFloat64);

    private protected override bool ComputesInFloat64(Column column) => column.Type == ColumnType.Float64;

    private protected override float Transform(float value) => value * (float)Scale + (float)Offset;

    private protected override float Transform(double value) => (float)(value * Scale + Offset);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("scale", Scale);
        configuration.Set("offset", Offset);
    }
}
