namespace NeuralNet.Distributed;

/// <summary>The table of the documentation: steps a second on clusters, in multiples of one machine.</summary>
internal static class Tables
{
    private const int BucketLength = 1 << 20;

    private static readonly (string Name, ClusterModel Model)[] Networks =
    [
        ("1 Gb/s Ethernet", new ClusterModel(Latency: 50e-6, Message: 5e-6, Bandwidth: 0.117e9, Overlaps: true)),
        ("10 Gb/s Ethernet", new ClusterModel(Latency: 25e-6, Message: 4e-6, Bandwidth: 1.17e9, Overlaps: true)),
        ("100 Gb/s InfiniBand", new ClusterModel(Latency: 2e-6, Message: 0.5e-6, Bandwidth: 11.7e9, Overlaps: true)),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="compute">The seconds of a step of one machine.</param>
    public static void Write(double compute)
    {
        int[] counts = [2, 8, 64, 512];
        Console.WriteLine("| network | batch | " + string.Join(" | ", counts) + " |");
        Console.WriteLine("|---|---|" + string.Concat(counts.Select(_ => "---:|")));
        foreach ((string name, ClusterModel model) in Networks)
        {
            Write(name, "the same in total", count => compute / StepTime(model, count, compute / count));
            Write(name, "the same for each machine", count => count * compute / StepTime(model, count, compute));
        }

        void Write(string name, string batch, Func<int, double> speed) =>
            Console.WriteLine($"| {name} | {batch} | " + string.Join(" | ", counts.Select(count => $"{speed(count):G3}")) + " |");
    }

    private static double StepTime(ClusterModel model, int count, double compute) =>
        model.StepTime(count, compute, StepMeasurement.Values(), BucketLength);
}
