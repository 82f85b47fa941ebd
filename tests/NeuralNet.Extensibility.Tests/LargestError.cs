using NeuralNet;

namespace Extensions.Tests;

/// <summary>A metric of one's own that is no mean of rows: the largest |p − t|.</summary>
public sealed class LargestError : Metric
{
    public override MetricDirection Direction => MetricDirection.Down;

    protected override string DefaultName => "largest_error";

    protected override MetricAccumulator CreateAccumulator() => new Largest();

    private sealed class Largest : MetricAccumulator
    {
        private float largest;

        public override double Result => largest;

        public override void Update(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
            ReadOnlySpan<float> sampleWeight)
        {
            for (int i = 0; i < prediction.Length; i++)
            {
                if (sampleWeight.IsEmpty || sampleWeight[i / rowLength] > 0)
                    largest = MathF.Max(largest, MathF.Abs(prediction[i] - target[i]));
            }
        }

        public override void Reset() => largest = 0;

        public override void SaveState(SavedState state) => state.Set("largest", largest);

        public override void RestoreState(SavedState state) => largest = (float)state.GetDouble("largest");
    }
}
