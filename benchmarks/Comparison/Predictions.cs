using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using NeuralNet.Onnx;

namespace NeuralNet.Comparison;

/// <summary>
/// Measures predictions of this library and of ONNX Runtime: a process of its own for each library and number of threads, so that waiting
/// threads of the one do not slow down the other.
/// </summary>
internal static class Predictions
{
    /// <summary>The first argument of a process that measures one library; the library, threads and seconds follow.</summary>
    public const string Argument = "--prediction-row";

    private const string OfPredictor = "Predictor", OfModel = "Model.Predict", OfOnnxRuntime = "ONNX Runtime";

    private static readonly int[] Batches = [1, 32, 1000];

    /// <summary>The networks of the table of training steps without those of five hidden units.</summary>
    private static IEnumerable<Network> Networks => Network.Table.Where(network => network.Layers is not ("2-5-1" or "10-5-1"));

    /// <summary>
    /// Returns lines of the network, the number of rows and the microseconds of a prediction. All cells are measured twice, since the
    /// runtime still compiles the first time.
    /// </summary>
    public static IEnumerable<string> Rows(string library, int threads, double seconds)
    {
        Compute.DegreeOfParallelism = threads;
        _ = MeasureRows(library, threads, seconds).Count();
        return MeasureRows(library, threads, seconds)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Layers} {row.Batch} {row.Microseconds:F3}"));
    }

    private static IEnumerable<Row> MeasureRows(string library, int threads, double seconds)
    {
        foreach (Network network in Networks)
        {
            Sequential model = network.Make();
            foreach (int batch in Batches)
            {
                float[] input = (network with { Batch = batch }).MakeData(1).X.ToArray(), output = new float[batch * network.Sizes[^1]];
                Action call = NewCall(library, model, threads, input, output);
                yield return new Row(network.Layers, batch, Microseconds(call, TimeSpan.FromSeconds(seconds)));
            }
        }
    }

    /// <summary>Returns the lines of the table.</summary>
    public static IEnumerable<string> Table(int rounds, double seconds)
    {
        string[] libraries = [OfPredictor, OfModel, OfOnnxRuntime];
        var times = libraries.ToDictionary(library => library, _ => new Dictionary<(string, int), List<double>>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (int threads in (int[])[1, Environment.ProcessorCount])
            {
                foreach (string library in libraries)
                    Collect(library, threads, seconds, times[library]);
            }
        }

        yield return $"| network, rows | {string.Join(" | ", libraries)} | ONNX Runtime / Predictor | ONNX Runtime / Model.Predict |";
        yield return $"|---|{string.Concat(libraries.Select(_ => "---|"))}---|---|";
        List<double> ofPredictor = [], ofModel = [];
        foreach ((string network, int batch) cell in times[OfPredictor].Keys)
        {
            double[] best = [.. libraries.Select(library => times[library][cell].Min())];
            ofPredictor.Add(best[2] / best[0]);
            ofModel.Add(best[2] / best[1]);
            yield return $"| {cell.network}, {cell.batch} | {string.Join(" | ", best.Select(Statistics.Microseconds))} | "
                + $"{ofPredictor[^1]:F2}× | {ofModel[^1]:F2}× |";
        }

        yield return $"| **geometric mean** | | | | **{Statistics.GeometricMean(ofPredictor):F2}×** | "
            + $"**{Statistics.GeometricMean(ofModel):F2}×** |";
        yield return $"| **worst cell** | | | | **{ofPredictor.Min():F2}×** | **{ofModel.Min():F2}×** |";
    }

    private static Action NewCall(string library, Sequential model, int threads, float[] input, float[] output)
    {
        int rows = output.Length / model.OutputShapes[0].Size;
        switch (library)
        {
            case OfPredictor:
                Predictor predictor = model.ToPredictor();
                return () => predictor.Predict(input, output);
            case OfModel when rows == 1:
                return () => model.Predict(input, output);
            case OfModel:
                var x = new Tensor([rows, input.Length / rows], input);
                return () => model.Predict(x);
            default:
                return NewOnnxRuntimeCall(model, threads, rows, input, output);
        }
    }

    /// <summary>Returns a call with memory of the caller, which ONNX Runtime neither allocates nor copies.</summary>
    private static Action NewOnnxRuntimeCall(Sequential model, int threads, int rows, float[] input, float[] output)
    {
        string path = Path.GetTempFileName();
        model.ExportOnnx(path);
        var options = new SessionOptions { IntraOpNumThreads = threads, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        var session = new InferenceSession(path, options);
        File.Delete(path);
        var run = new RunOptions();
        string[] inputNames = [.. session.InputNames], outputNames = [.. session.OutputNames];
        OrtValue[] inputs = [OrtValue.CreateTensorValueFromMemory(input, [rows, input.Length / rows])];
        OrtValue[] outputs = [OrtValue.CreateTensorValueFromMemory(output, [rows, output.Length / rows])];
        return () => session.Run(run, inputNames, inputs, outputNames, outputs);
    }

    /// <summary>Returns the median of rounds of at least 100 microseconds.</summary>
    private static double Microseconds(Action call, TimeSpan time)
    {
        Repeat(call, 1, time);
        Thread.Sleep(20);
        int calls = Math.Max(1, (int)(100 / Statistics.Median(Repeat(call, 1, time / 4))));
        return Statistics.Median(Repeat(call, calls, time)) / calls;
    }

    private static List<double> Repeat(Action call, int calls, TimeSpan time)
    {
        var rounds = new List<double>();
        var whole = Stopwatch.StartNew();
        do
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
                call();
            rounds.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        while (whole.Elapsed < time);
        return rounds;
    }

    private static void Collect(string library, int threads, double seconds, Dictionary<(string, int), List<double>> times)
    {
        string[] arguments = [typeof(Predictions).Assembly.Location, Argument, library, threads.ToString(CultureInfo.InvariantCulture),
            seconds.ToString(CultureInfo.InvariantCulture)];
        using Process process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        foreach (string line in process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            var cell = (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
            if (!times.TryGetValue(cell, out List<double>? list))
                times[cell] = list = [];
            list.Add(double.Parse(parts[2], CultureInfo.InvariantCulture));
        }

        process.WaitForExit();
    }

    private readonly record struct Row(string Layers, int Batch, double Microseconds);
}
