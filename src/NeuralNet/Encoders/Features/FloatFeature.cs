namespace NeuralNet;

/// <summary>A number as it is, in float32 (Keras: <c>FeatureSpace.float</c>).</summary>
public sealed class FloatFeature : NumericFeature
{
    internal FloatFeature(string name, string? column, MissingValues missing, float? fillValue = null)
        : base(name, column, missing, fillValue)
    {
    }

    internal static FloatFeature From(Configuration configuration) => new(
        NameIn(configuration), ColumnIn(configuration), MissingIn(configuration), configuration.GetOptionalSingle("fill_value"));

    private protected override FloatFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Column, Missing, statistics.FillValue(Missing));

    private protected override float Transform(float value) => value;
}
