using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Builds a cache of 4 GB, trains one shuffled pass on it and writes the memory of the process: the anonymous part (RssAnon), which the
/// process has allocated, and the mapped file (RssFile), which the system takes back when it needs memory. Linux only:
/// <c>dotnet run -c Release -- cache-memory FOLDER</c>.
/// </summary>
internal static class CacheMemory
{
    private const int Width = 784, BatchSize = 128, Batches = 10_900;

    public static void Run(string folder)
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.safetensors");
        try
        {
            Dataset rows = new Rows().Cache(path);
            Measure("building", () => rows.Elements().First());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Count} rows in {new FileInfo(path).Length / 1e9:F2} GB"));
            Sequential model = Networks.Make($"{Width}-128-10", new Adam());
            Dataset data = rows.Shuffle().Batch(BatchSize).Prefetch();
            Measure("training", () => model.Fit(data, new FitOptions { Verbose = Verbosity.Silent }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Measure(string what, Action action)
    {
        long maxAnonymous = 0, maxFile = 0;
        using (new Timer(_ => Sample(), null, 0, 50))
        {
            long start = Stopwatch.GetTimestamp();
            action();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: at most {maxAnonymous / 1e3:F0} MB anonymous, {maxFile / 1e3:F0} MB of files"));

        void Sample() =>
            (maxAnonymous, maxFile) = (Math.Max(maxAnonymous, Kilobytes("RssAnon")), Math.Max(maxFile, Kilobytes("RssFile")));
    }

    private static long Kilobytes(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length + 1, line.Length - name.Length - 4), CultureInfo.InvariantCulture);
    }

    /// <summary>Batches of random rows, a few of which come again and again.</summary>
    private sealed class Rows : Dataset
    {
        public override bool IsBatched => true;

        protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
        {
            Sequential model = Networks.Make($"{Width}-10", new Adam());
            (Tensor x, Tensor y) = Networks.MakeData(model, 8 * BatchSize);
            DatasetElement[] batches = [.. From(x, y).Batch(BatchSize).Elements()];
            for (int i = 0; i < Batches; i++)
                yield return batches[i % batches.Length];
        }
    }
}
