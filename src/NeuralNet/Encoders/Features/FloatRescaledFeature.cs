namespace NeuralNet;

/// <summary>
/// value·scale + offset (Keras: <c>FeatureSpace.float_rescaled</c>), in float64 if the offset is beyond ±1024: few digits of float32 would
/// remain.
/// </summary>
public sealed class FloatRescaledFeature : NumericFeature
{
    private const double MaxSingleOffset = 1 << 10;

    internal FloatRescaledFeature(
        string name, double scale, double offset, string? column, MissingValues missing, double? fillValue = null)
        : base(name, column, missing, fillValue, isFloat64: Math.Abs(offset) > MaxSingleOffset) =>
        (Scale, Offset) = (Require.Finite(scale), Require.Finite(offset));

    /// <summary>The factor.</summary>
    public double Scale { get; }

    /// <summary>The number that is added to the product.</summary>
    public double Offset { get; }

    internal static FloatRescaledFeature From(Configuration configuration) => new(
        NameIn(configuration), configuration.GetDouble("scale", 1), configuration.GetDouble("offset", 0), ColumnIn(configuration),
        MissingIn(configuration), NumericColumn.NumberIn(configuration, "fill_value", NumericColumn.IsFloat64In(configuration)));

    private protected override FloatRescaledFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Scale, Offset, Column, Missing, statistics.FillValue(Missing));

    private protected override float Transform(float value) => value * (float)Scale + (float)Offset;

    private protected override float Transform(double value) => (float)(value * Scale + Offset);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("scale", Scale);
        configuration.Set("offset", Offset);
    }
}
