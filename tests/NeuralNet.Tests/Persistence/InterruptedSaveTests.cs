using System.Diagnostics;

namespace NeuralNet.Tests;

/// <summary>Tests that a process that is killed while it saves, and a full disk, leave the old file or the new one.</summary>
[Trait("Category", "Slow")]
public sealed class InterruptedSaveTests : IDisposable
{
    private const int Kills = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AKilledProcessLeavesACompleteFileAndAtMostOneUnfinishedOne()
    {
        int[][] known = [.. Enumerable.Range(0, 2).Select(seed => Bits.Of(SavingProcess.NewModel(seed)))];
        var random = new Random(1);
        using var deadline = new CancellationTokenSource(Patience);
        SavingProcess.NewModel(seed: 0).Save(SavingProcess.FileIn(folder));
        for (int kill = 0; kill < Kills; kill++)
        {
            await StartAndKill(random, deadline.Token);
            Assert.Contains(Bits.Of(Model.Load(SavingProcess.FileIn(folder))), known);
            Assert.InRange(Directory.GetFiles(folder).Length, 1, 2);
        }
    }

    [Fact]
    public async Task AProcessKilledWhileItWritesLeavesTheOldFileAndTheNextSaveDeletesTheUnfinishedOne()
    {
        SavingProcess.NewModel(seed: 0).Save(SavingProcess.FileIn(folder));
        byte[] old = File.ReadAllBytes(SavingProcess.FileIn(folder));
        using var deadline = new CancellationTokenSource(Patience);
        using Process process = SavingProcess.Start(SavingProcess.HalfName, folder);
        await process.KillAfter(lines: 1, TimeSpan.Zero, deadline.Token);
        Assert.Equal(old, File.ReadAllBytes(SavingProcess.FileIn(folder)));
        Assert.Equal(2, Directory.GetFiles(folder).Length);

        SavingProcess.NewModel(seed: 1).Save(SavingProcess.FileIn(folder));
        Assert.Equal([SavingProcess.FileIn(folder)], Directory.GetFiles(folder));
        Assert.Equal(Bits.Of(SavingProcess.NewModel(seed: 1)), Bits.Of(Model.Load(SavingProcess.FileIn(folder))));
    }

    [LinuxFact]
    public void AFullDiskLeavesTheOldFileAndNothingBesideIt()
    {
        byte[] old = SafetensorsBytes.Saved(SavingProcess.NewModel(seed: 0));
        File.WriteAllBytes(SavingProcess.FileIn(folder), old);
        Assert.Equal("refused", SavingProcess.RunWithLimit(folder, kilobytes: 512).Trim());
        Assert.Equal(old, File.ReadAllBytes(SavingProcess.FileIn(folder)));
        Assert.Equal([SavingProcess.FileIn(folder)], Directory.GetFiles(folder));
    }

    /// <summary>/dev/full behaves like a full disk and is not replaced.</summary>
    [LinuxFact]
    public void DevicesAreWrittenToAndNotReplaced()
    {
        Sequential model = SavingProcess.NewModel(seed: 0);
        int[] before = Bits.Of(model);
        Assert.Throws<IOException>(() => model.Save("/dev/full"));
        string link = Path.Combine(folder, "link.safetensors");
        File.CreateSymbolicLink(link, "/dev/full");
        Assert.Throws<IOException>(() => model.SaveWeights(link));
        model.Save("/dev/null");
        Assert.Equal(before, Bits.Of(model));
        Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    private async Task StartAndKill(Random random, CancellationToken cancellationToken)
    {
        using Process process = SavingProcess.Start(SavingProcess.Name, folder);
        int saves = random.Next(1, 6);
        TimeSpan delay = TimeSpan.FromMilliseconds(random.NextDouble() * 3);
        await process.KillAfter(saves, delay, cancellationToken);
    }
}
