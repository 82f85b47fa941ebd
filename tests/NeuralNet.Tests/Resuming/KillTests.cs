using System.Diagnostics;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that a process that is killed during training at random moments of a fixed seed, and restarted, ends like an uninterrupted one.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;

    /// <summary>The maximum number of batches before a process is killed, which is before the end of the training.</summary>
    private const int Limit = ResumableTraining.MinEpochs * ResumableTraining.Steps / Kills - 1;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("schedule", 1)]
    [InlineData("plateau", 2)]
    [InlineData("stream", 3)]
    [InlineData("cache", 4)]
    public async Task ATrainingThatIsKilledTwentyTimesEndsWithTheSameBits(string name, int seed)
    {
        string expected = Path.Combine(folder, "expected"), actual = Path.Combine(folder, "actual");
        Directory.CreateDirectory(expected);
        Directory.CreateDirectory(actual);
        int batches = ResumableTraining.Run(name, expected);

        var random = new Random(seed);
        using var deadline = new CancellationTokenSource(Patience);
        for (int kill = 0; kill < Kills; kill++)
            await StartAndKill(name, actual, random, deadline.Token);
        using Process last = Start(name, actual, limit: -1);
        string[] lines = (await last.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("done", lines[^1]);
        Assert.True(lines.Length - 1 < batches, "The last process began anew.");

        Assert.Equal(FilesIn(expected), FilesIn(actual));
        foreach (string file in FilesIn(expected))
            Assert.True(File.ReadAllBytes(Path.Combine(expected,
                file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, file))), file);
    }

    /// <summary>Kills the process at a random time after a random batch; after no batch, during its start.</summary>
    private static async Task StartAndKill(string name, string folder, Random random, CancellationToken cancellationToken)
    {
        using Process process = Start(name, folder, Limit);
        int batches = random.Next(Limit + 1);
        TimeSpan delay = TimeSpan.FromMilliseconds(random.NextDouble() * (batches == 0 ? 100 : 4));
        await process.KillAfter(batches, delay, cancellationToken);
        Assert.NotEqual(0, process.ExitCode);
    }

    /// <summary>Returns the names of the files; the next write has deleted the unfinished files of a killed process.</summary>
    private static string[] FilesIn(string folder) => [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path))
        .Order(StringComparer.Ordinal)];

    private static Process Start(string name, string folder, int limit)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return Process.Start(new ProcessStartInfo(host, ["exec", typeof(KillTests).Assembly.Location, name, folder, $"{limit}"])
        {
            RedirectStandardOutput = true,
        })!;
    }
}
