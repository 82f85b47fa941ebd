using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet;
using NeuralNet.Comparison;
using NeuralNet.LinearAlgebra;
using static NeuralNet.Comparison.Statistics;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var report = new StringWriter();
if (args.Contains(RegisterWidths.Argument))
{
    Console.WriteLine(RegisterWidths.Row());
    return;
}

if (args is [ColdStart.Argument, string network])
{
    Console.WriteLine(ColdStart.Row(network));
    return;
}

if (args is [Predictions.Argument, string library, string count, string time])
{
    foreach (string row in Predictions.Rows(
        library, int.Parse(count, CultureInfo.InvariantCulture), double.Parse(time, CultureInfo.InvariantCulture)))
        Console.WriteLine(row);
    return;
}

int cold = Array.IndexOf(args, "--cold");
if (cold >= 0)
{
    MeasureColdStart([typeof(ColdStart).Assembly.Location, .. args[(cold + 1)..]]);
    return;
}

if (args.Contains("--widths"))
{
    MeasureWidths();
    Cpu.WriteResults("register-widths.md", report.ToString());
    return;
}

bool isQuick = args.Contains("--quick");
if (args.Contains("--predictions"))
{
    Say($"# Predictions on {Cpu.Name}");
    Say();
    MeasurePredictions();
    return;
}

bool skipsProducts = args.Contains("--steps");
int threads = Environment.ProcessorCount;

double peak = PeakMeasurement.OneCore<float>();
Say($"# Comparison on {Cpu.Name}");
Say();
Say($"{threads} cores, {(Vector512.IsHardwareAccelerated ? 512 : 256)}-bit vectors, {RuntimeInformation.FrameworkDescription}, "
    + $"{RuntimeInformation.OSDescription}.");
Say($"Multiply-add peak of one core, measured in this run: {peak:F0} GFLOP/s in float32; of {threads} cores: {peak * threads:F0}.");
(IReadOnlyList<Peer> peers, IReadOnlyList<string> missing) = Peer.Find();
Say($"Peers: {string.Join(", ", peers.Select(peer => peer.Version))}{(missing.Count == 0 ? "" : ". " + string.Join(" ", missing))}");
Say();
Steps();
MeasurePredictions();
if (!skipsProducts)
    MeasureProducts();

if (!isQuick)
    Cpu.WriteResults("comparison.md", report.ToString());

void Steps()
{
    int rounds = isQuick ? 1 : 3;
    double seconds = isQuick ? 0.5 : 1.5;
    var own = Network.Table.ToDictionary(network => network.ToString(), _ => new List<double>());
    var theirs = peers.ToDictionary(peer => peer, _ => new Dictionary<string, List<double>>());
    OwnSteps.WarmUp();
    for (int round = 0; round < rounds; round++)
    {
        foreach (Network network in Network.Table)
            own[network.ToString()].Add(OwnSteps.Microseconds(network, seconds));
        foreach (Peer peer in peers)
            Collect(peer, theirs[peer], seconds);
    }

    Say("## Training steps");
    Say();
    Say("Microseconds a step, medians; in brackets how many times as long as ours. Each peer at its best number of threads.");
    Say();
    Say($"| network, batch, optimizer | NeuralNet | {string.Join(" | ", peers.Select(peer => peer.Name))} | best peer / ours | hardware "
        + "bound | bound / ours |");
    Say($"|---|---|{string.Concat(peers.Select(_ => "---|"))}---|---|---|");
    foreach (Network network in Network.Table)
    {
        double ours = Statistics.Median(own[network.ToString()]);
        double[] others = [.. peers.Select(peer => theirs[peer].TryGetValue(network.ToString(), out List<double>? times) ? times.Min()
            : double.NaN)];
        double bound = network.FloatingPointOperations / (peak * threads * 1e3);
        Say($"| {network.Layers}, {network.Batch}, {network.Optimizer} | {Microseconds(ours)} | "
            + string.Join(" | ", others.Select(time => double.IsNaN(time) ? "–" : $"{Microseconds(time)} ({time / ours:F1}×)"))
            + $" | {others.Where(time => !double.IsNaN(time)).DefaultIfEmpty(double.NaN).Min() / ours:F1}× | {Microseconds(bound)} | "
            + $"{bound / ours:P0} |");
    }

    Say();
}

void Collect(Peer peer, Dictionary<string, List<double>> times, double seconds)
{
    // FANN would take minutes for the wide networks; scikit-learn is measured with Adam only.
    IEnumerable<Network> networks = Network.Table.Where(network => peer.Name != "FANN" || network.FloatingPointOperations < 1e8)
        .Where(network => peer.Name != "scikit-learn" || network.Optimizer == "adam");
    foreach (int count in peer.ThreadCounts)
    {
        foreach ((string network, double time) in peer.Measure(networks, count, seconds))
        {
            if (!times.TryGetValue(network, out List<double>? list))
                times[network] = list = [];
            list.Add(time);
        }
    }
}

void MeasurePredictions()
{
    Say("## Predictions");
    Say();
    Say("Microseconds a call, medians; each library in processes of its own, at its best number of threads, with memory of the caller.");
    Say();
    foreach (string line in Predictions.Table(isQuick ? 1 : 3, isQuick ? 0.1 : 0.5))
        Say(line);
    Say();
}

void MeasureColdStart(string[] builds)
{
    Say($"# The first steps of a process on {Cpu.Name}");
    Say();
    Say($"Microseconds a step by its number in the process, medians of {ColdStart.Rounds} processes. Builds: {string.Join(", ", builds)}.");
    Say();
    Say($"| network, batch, optimizer | build | {string.Join(" | ", ColdStart.Columns)} |");
    Say($"|---|---|{string.Concat(ColdStart.Columns.Select(_ => "---|"))}");
    foreach ((Network network, double[][] times) in ColdStart.Measure(builds))
    {
        for (int build = 0; build < builds.Length; build++)
            Say($"| {network.Layers}, {network.Batch}, {network.Optimizer} | {build + 1} | "
                + $"{string.Join(" | ", times[build].Select(Microseconds))} |");
    }
}

void MeasureWidths()
{
    Say($"# Register widths on {Cpu.Name}");
    Say();
    Say("GFLOP/s of the product 512×512×512 on one core, and the multiply-add peak of registers of that width.");
    Say();
    Say("| registers | float | double |");
    Say("|---|---|---|");
    foreach (string row in RegisterWidths.Rows())
        Say(row);
    Say();
}

void MeasureProducts()
{
    if (!BlasLinearAlgebraProvider.TryCreate(out BlasLinearAlgebraProvider? blas))
    {
        Say("OpenBLAS is not installed (Debian: libopenblas0-pthread); products are left out.");
        return;
    }

    Say($"## Products beside {blas.LibraryName}");
    Say();
    Say("GFLOP/s, medians of rounds; the two take turns, with a pause after OpenBLAS, whose threads go on spinning for a while. "
        + "Row-major m×n×k: C (m×n) from operands of inner size k.");
    Say();
    var products = new Products(blas, isQuick ? 0.02 : 0.3);
    Products.Result[] results = [.. ((int[])[1, threads]).Distinct().SelectMany(products.Measure)];
    Say("| product | " + string.Join(" | ", Columns(results).Select(column => $"{column.Type}, {column.Threads} "
        + $"thread{(column.Threads > 1 ? "s" : "")}")) + " |");
    Say($"|---|{string.Concat(Columns(results).Select(_ => "---|"))}");
    foreach (var row in results.GroupBy(result => result.Shape))
    {
        IEnumerable<string> cells = row.OrderBy(result => result.Type).ThenBy(result => result.Threads)
            .Select(result => $"{result.Own:F1} / {result.Blas:F1} = {result.Ratio:F2}");
        Say($"| {row.Key} | {string.Join(" | ", cells)} |");
    }

    IEnumerable<double> means = Columns(results).Select(column => Statistics.GeometricMean(
        results.Where(result => (result.Type, result.Threads) == column).Select(result => result.Ratio)));
    Say($"| **geometric mean of the ratios** | {string.Join(" | ", means.Select(mean => $"**{mean:F3}**"))} |");
}

static IEnumerable<(string Type, int Threads)> Columns(Products.Result[] results) =>
    results.Select(result => (result.Type, result.Threads)).Distinct().Order();

void Say(string line = "")
{
    Console.WriteLine(line);
    report.WriteLine(line);
}
