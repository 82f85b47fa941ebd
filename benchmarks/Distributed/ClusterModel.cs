namespace NeuralNet.Distributed;

/// <summary>
/// A model of the time of a step on a cluster. A bucket of b bytes is summed by n processes in two rounds, in each of which a process sends
/// and receives n − 1 slices of b/n bytes and as many headers: t(b) = 2·(latency + 2·(n − 1)·message + (n − 1)/n·b/bandwidth). The
/// gradients of a layer are complete in the backward pass, which takes two thirds of the computation, in the proportion of their number;
/// buckets are exchanged one after the other. A step also has two rounds for decisions and the loss, which overlap with nothing.
/// </summary>
/// <param name="Latency">The seconds of a message between two processes.</param>
/// <param name="Message">The seconds of processor time of a message.</param>
/// <param name="Bandwidth">The bytes a second of a process, in both directions at the same time.</param>
/// <param name="Overlaps">Whether a processor core is free for the exchange, so that the backward pass continues at its speed.</param>
internal sealed record ClusterModel(double Latency, double Message, double Bandwidth, bool Overlaps)
{
    private const double BackwardShare = 2.0 / 3;
    private const int RoundsForDecisions = 2;

    /// <summary>Returns the time of a step, in seconds.</summary>
    /// <param name="count">The number of processes.</param>
    /// <param name="compute">The seconds of a step of one process with its part of the rows.</param>
    /// <param name="values">The number of gradient values.</param>
    /// <param name="bucketLength">The number of values of a bucket.</param>
    public double StepTime(int count, double compute, int values, int bucketLength)
    {
        if (count == 1)
            return compute;
        int buckets = Math.Max(1, values / bucketLength);
        double bucketTime = BucketTime(count, (double)values / buckets * sizeof(float)), finished = 0;
        double decisions = RoundsForDecisions * Round(count, 0);
        if (!Overlaps)
            return compute + decisions + buckets * bucketTime;
        for (int bucket = 1; bucket <= buckets; bucket++)
        {
            double ready = compute * (1 - BackwardShare + BackwardShare * bucket / buckets);
            finished = Math.Max(finished, ready) + bucketTime;
        }

        return finished + decisions;
    }

    private double BucketTime(int count, double bytes) => 2 * Round(count, bytes * (count - 1) / count);

    private double Round(int count, double bytes) => Latency + 2 * (count - 1) * Message + bytes / Bandwidth;
}
