namespace NeuralNet;

/// <summary>A number as it is, in float32 (Keras: <c>FeatureSpace.float</c>).</summary>
public sealed class FloatFeature : NumericFeature
{
    internal FloatFeature(string name, string? column, MissingValues missing, double? fillValue = null, bool isFloat64 = false)
        : base(name, column, missing, fillValue, isFloat64)
    {
    }

    internal static FloatFeature From(Configuration configuration)
    {
        bool isFloat64 = NumericColumn.IsFloat64In(configuration);
        return new(
            NameIn(configuration), ColumnIn(configuration), MissingIn(configuration),
            NumericColumn.NumberIn(configuration, "fill_value", isFloat64), isFloat64);
    }

    private protected override FloatFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Column, Missing, statistics.FillValue(Missing), statistics.IsFloat64);

    private protected override float Transform(float value) => value;

    private protected override float Transform(double value) => (float)value;
}
