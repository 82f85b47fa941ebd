using System.Diagnostics;

namespace NeuralNet.Distributed;

/// <summary>A strategy that measures the time that the training waits for another one.</summary>
internal sealed class MeasuredStrategy(TrainingStrategy inner) : TrainingStrategy
{
    /// <summary>The time in which the training waited.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The number of calls of <see cref="Gather"/>.</summary>
    public int Gathers { get; private set; }

    public override int Rank => inner.Rank;

    public override int Count => inner.Count;

    public override int BucketLength => inner.BucketLength;

    /// <summary>The parts of the other strategy; the time that a part waits is not measured.</summary>
    public override IReadOnlyList<TrainingStrategy> Parts => inner.Parts.Count > 1 ? inner.Parts : [this];

    /// <summary>Begins a new measurement.</summary>
    public void Reset() => (Waited, Gathers) = (TimeSpan.Zero, 0);

    public override void Broadcast(Span<float> values)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Broadcast(values);
        Waited += Stopwatch.GetElapsedTime(start);
    }

    public override void BeginSum(Memory<float> bucket, string subject) => inner.BeginSum(bucket, subject);

    public override void Complete()
    {
        long start = Stopwatch.GetTimestamp();
        inner.Complete();
        Waited += Stopwatch.GetElapsedTime(start);
    }

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Gather(own, all);
        Waited += Stopwatch.GetElapsedTime(start);
        Gathers++;
    }

    public override void Fail(Exception reason) => inner.Fail(reason);
}
