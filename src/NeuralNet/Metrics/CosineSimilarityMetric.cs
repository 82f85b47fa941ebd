using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The mean cosine of the angle between prediction and target: the negated loss of this name.</summary>
[Configurable(ClassName = "CosineSimilarity")]
internal sealed partial class CosineSimilarityMetric : RowMetric
{
    public override MetricDirection Direction => MetricDirection.Up;

    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        Loss.CosineSimilarity.Evaluate(target, prediction, rowLength, values);
        TensorPrimitives.Negate(values, values);
    }
}
