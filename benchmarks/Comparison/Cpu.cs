namespace NeuralNet.Comparison;

/// <summary>The name of the processor, and the folder of its results.</summary>
internal static class Cpu
{
    public static string Name { get; } = FindName();

    /// <summary>Writes to benchmarks/results/&lt;cpu&gt;/ of the repository of this program.</summary>
    public static void WriteResults(string fileName, string text)
    {
        string name = string.Concat(Name.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
        string target = Path.Combine(Repository.Folder, "benchmarks", "results", name);
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, fileName), text);
        Console.WriteLine($"Written to {Path.Combine("benchmarks", "results", name, fileName)}");
    }

    private static string FindName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        string model = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
        return string.Join(' ', model.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
