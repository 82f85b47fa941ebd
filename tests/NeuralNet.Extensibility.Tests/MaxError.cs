using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom metric that is not a mean over rows: the maximum of |p − t|.</summary>
public sealed class MaxError : Metric
{
    public override MetricDirection Direction => MetricDirection.Down;

    protected override string DefaultName => "max_error";

    protected override MetricAccumulator CreateAccumulator() => new Maximum();

    private sealed class Maximum : MetricAccumulator
    {
        private float maximum;

        public override double Result => maximum;

        public override void Update(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
            ReadOnlySpan<float> sampleWeight)
        {
            for (int i = 0; i < prediction.Length; i++)
            {
                if (sampleWeight.IsEmpty || sampleWeight[i / rowLength] > 0)
                    maximum = MathF.Max(maximum, MathF.Abs(prediction[i] - target[i]));
            }
        }

        public override void Reset() => maximum = 0;

        public override void SaveState(SavedState state) => state.Set("maximum", maximum);

        public override void RestoreState(SavedState state) => maximum = (float)state.GetDouble("maximum");
    }
}
