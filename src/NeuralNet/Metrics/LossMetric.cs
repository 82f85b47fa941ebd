namespace NeuralNet;

/// <summary>The metric of a loss: the weighted mean of the rows' losses.</summary>
internal sealed class LossMetric(Loss loss) : RowMetric
{
    public override MetricDirection Direction => MetricDirection.Down;

    protected internal override string ClassName => loss.ClassName;

    protected internal override string DefaultName => loss.Name;

    protected internal override Metric Resolve(Shape target, Shape prediction) =>
        loss.Resolve(target, prediction) is { } resolved && resolved != loss ? new LossMetric(resolved) { Name = Name } : this;

    protected internal override Shape TargetShape(Shape prediction) => loss.TargetShape(prediction);

    internal override void CheckTargets(Tensor target, Shape prediction) => loss.CheckTargets(target, prediction);

    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values) =>
        loss.Evaluate(target, prediction, rowLength, values);

    protected internal override void WriteTo(Configuration configuration) => loss.WriteTo(configuration);
}
