using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The mean cosine of the angle between prediction and target: the loss of this name with the opposite sign.</summary>
internal sealed class CosineSimilarityMetric : RowMetric
{
    public override MetricDirection Direction => MetricDirection.Up;

    protected internal override string ClassName => "CosineSimilarity";

    protected internal override string DefaultName => "cosine_similarity";

    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        Loss.CosineSimilarity.Evaluate(target, prediction, rowLength, values);
        TensorPrimitives.Negate(values, values);
    }
}
