using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Comparison;

/// <summary>
/// Measures the speed of the first steps of a process, while the runtime compiles the executed methods, and the speed after some seconds.
/// Each measurement is a separate process; those of two builds alternate.
/// </summary>
internal static class ColdStart
{
    /// <summary>The first argument of a process that measures one network.</summary>
    public const string Argument = "--cold-row";

    /// <summary>The number of processes that measure each network and build.</summary>
    public const int Rounds = 7;

    private const int EpochSteps = 500;
    private const double WarmSeconds = 2.5;

    /// <summary>The steps at which the parts of a training end. The last part follows after the warm-up of the runtime.</summary>
    private static readonly int[] Ends = [500, 2000, 10_000];

    /// <summary>The titles of the measurements of <see cref="Row"/>.</summary>
    public static string[] Columns { get; } = ["1 to 500", "to 2,000", "to 10,000", "warm"];

    /// <summary>
    /// The networks with steps so short that the first thousands of them end before the runtime has compiled all methods.
    /// </summary>
    public static IEnumerable<Network> Networks => Network.Table.Where(network => network.FloatingPointOperations < 1e8);

    /// <summary>Returns the microseconds of a step in each part of one training, which is the first of this process.</summary>
    public static string Row(string name)
    {
        Network network = Network.Table.Single(network => network.ToString() == name);
        Sequential model = network.Make();
        (Tensor x, Tensor y) = network.MakeData(EpochSteps);
        List<double> ends = [0];
        var watch = new Stopwatch();
        var clock = new LambdaCallback(onEpochEnd: run =>
        {
            ends.Add(watch.Elapsed.TotalMicroseconds);
            if (ends.Count > Ends[^1] / EpochSteps && watch.Elapsed.TotalSeconds > 2 * WarmSeconds)
                run.Stop();
        });
        watch.Start();
        model.Fit(x, y, network.Batch, epochs: int.MaxValue, checkFinite: false, verbose: Verbosity.Silent, callbacks: [clock]);
        return string.Join(' ', Parts(ends).Select(part => part.ToString("F3", CultureInfo.InvariantCulture)));
    }

    /// <summary>Returns the medians of each network and part, for this build and the others, in alternating processes.</summary>
    public static IEnumerable<(Network Network, double[][] Builds)> Measure(IReadOnlyList<string> builds)
    {
        foreach (Network network in Networks)
        {
            List<double[]>[] rows = [.. builds.Select(_ => new List<double[]>())];
            for (int round = 0; round < Rounds; round++)
            {
                for (int build = 0; build < builds.Count; build++)
                    rows[build].Add(RunRow(builds[build], network));
            }

            yield return (network, [.. rows.Select(Medians)]);
        }
    }

    private static IEnumerable<double> Parts(List<double> ends)
    {
        int first = 0;
        foreach (int end in Ends)
        {
            int last = end / EpochSteps;
            yield return (ends[last] - ends[first]) / ((last - first) * EpochSteps);
            first = last;
        }

        int warm = ends.FindIndex(end => end > WarmSeconds * 1e6);
        yield return Statistics.Median(Enumerable.Range(warm, ends.Count - warm - 1).Select(i => (ends[i + 1] - ends[i]) / EpochSteps));
    }

    private static double[] Medians(List<double[]> rows) =>
        [.. Enumerable.Range(0, Columns.Length).Select(part => Statistics.Median(rows.Select(row => row[part])))];

    private static double[] RunRow(string build, Network network)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [build, Argument, network.ToString()]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. output.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
    }
}
