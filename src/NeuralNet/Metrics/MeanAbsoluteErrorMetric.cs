using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The mean over each row of |prediction − target|.</summary>
internal sealed class MeanAbsoluteErrorMetric : RowMetric
{
    public override MetricDirection Direction => MetricDirection.Down;

    protected internal override string ClassName => "MeanAbsoluteError";

    protected internal override string DefaultName => "mean_absolute_error";

    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
                sum += MathF.Abs(prediction[k] - target[k]);
            values[i] = (float)(sum / rowLength);
        }
    }
}
