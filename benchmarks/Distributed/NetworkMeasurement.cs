using System.Diagnostics;

namespace NeuralNet.Distributed;

/// <summary>The times of the exchange between two processes, from which the model of a cluster is computed.</summary>
/// <param name="Gather">The seconds of a Gather of 32 bytes.</param>
/// <param name="Sum">The seconds of a sum of few values.</param>
/// <param name="Bandwidth">The bytes a second that a process sends, and receives at the same time, in a large sum.</param>
internal sealed record NetworkMeasurement(double Gather, double Sum, double Bandwidth)
{
    private const int Small = 256, Large = 1 << 20, Repetitions = 101;

    public static NetworkMeasurement Measure(TrainingStrategy strategy)
    {
        byte[] own = new byte[32], all = new byte[32 * strategy.Count];
        double gather = Median(() => strategy.Gather(own, all));
        double small = Sum(Small), large = Sum(Large);
        double bytes = 2 * (double)(Large - Small) * sizeof(float) * (strategy.Count - 1) / strategy.Count;
        return new NetworkMeasurement(gather, small, bytes / (large - small));

        double Sum(int length)
        {
            float[] values = new float[length];
            return Median(() =>
            {
                strategy.BeginSum(values, "a measurement");
                strategy.Complete();
            });
        }
    }

    private static double Median(Action exchange)
    {
        double[] times = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            exchange();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times.Order().ElementAt(Repetitions / 2);
    }
}
