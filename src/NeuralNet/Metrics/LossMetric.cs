namespace NeuralNet;

/// <summary>A loss as a metric: the weighted mean of the rows' losses.</summary>
internal sealed class MeanMetric(Loss loss, string className) : RowMetric
{
    public override MetricDirection Direction => MetricDirection.Down;

    protected internal override string ClassName => className;

    protected internal override string DefaultName => loss.Name;

    protected internal override Shape TargetShape(Shape prediction) => loss.TargetShape(prediction);

    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values) =>
        loss.Evaluate(target, prediction, rowLength, values);

    protected internal override void WriteTo(Configuration configuration) => loss.WriteTo(configuration);
}
