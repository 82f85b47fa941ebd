namespace NeuralNet;

/// <summary>value·scale + offset (Keras: <c>FeatureSpace.float_rescaled</c>).</summary>
public sealed class FloatRescaledFeature : NumericFeature
{
    internal FloatRescaledFeature(
        string name, float scale, float offset, string? column, MissingValues missing, float? fillValue = null)
        : base(name, column, missing, fillValue) => (Scale, Offset) = (Require.Finite(scale), Require.Finite(offset));

    /// <summary>The factor.</summary>
    public float Scale { get; }

    /// <summary>The number that is added to the product.</summary>
    public float Offset { get; }

    internal static FloatRescaledFeature From(Configuration configuration) => new(
        NameIn(configuration), configuration.GetSingle("scale", 1), configuration.GetSingle("offset", 0), ColumnIn(configuration),
        MissingIn(configuration), configuration.GetOptionalSingle("fill_value"));

    private protected override FloatRescaledFeature WithLearned(NumericStatistics statistics) =>
        new(Name, Scale, Offset, Column, Missing, statistics.FillValue(Missing));

    private protected override float Transform(float value) => value * Scale + Offset;

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("scale", Scale);
        configuration.Set("offset", Offset);
    }
}
