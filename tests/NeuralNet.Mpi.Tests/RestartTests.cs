using System.Globalization;

namespace NeuralNet.Mpi.Tests;

/// <summary>
/// Tests that a job whose rank was killed continues from its backup, also with another number of ranks, and neither omits nor repeats a
/// row.
/// </summary>
[Trait("Category", "Slow")]
public sealed class RestartTests : JobFolder
{
    [MpiTheory]
    [InlineData(MpiJob.OpenMpi, 2, 4, 1)]
    [InlineData(MpiJob.Mpich, 4, 1, 2)]
    public void AJobContinuesWithAnotherNumberOfRanks(string mpi, int first, int second, int third)
    {
        string whole = Path.Combine(Folder, "whole"), parts = Path.Combine(Folder, "parts");
        Directory.CreateDirectory(whole);
        Directory.CreateDirectory(parts);
        MpiJob.RunAlone("restart", whole, "-1");

        Assert.NotEqual(0, MpiJob.TryRun(mpi, first, "restart", parts, "7").ExitCode);
        Assert.NotEqual(0, MpiJob.TryRun(mpi, second, "restart", parts, "6").ExitCode);
        MpiJob.Run(mpi, third, "restart", parts, "-1");

        TrainingJob expected = TrainingJob.Load(Path.Combine(whole, "0")), actual = TrainingJob.Load(Path.Combine(parts, "0"));
        Close.To(Array.ConvertAll(expected.Weights, value => (double)value), actual.Weights, Close.Training, "weights");
        Close.To(expected.Figures, Array.ConvertAll(actual.Figures, value => (float)value), Close.Training, "figures");
        Assert.Equal(RowsOf(whole), RowsOf(parts));
    }

    /// <summary>
    /// Returns the rows of each batch. The batch during which a rank was killed is computed again, and must have the same rows.
    /// </summary>
    private static SortedDictionary<(int Epoch, int Step), string> RowsOf(string folder)
    {
        var batches = new SortedDictionary<(int Epoch, int Step), SortedSet<int>>();
        foreach (string line in Directory.GetFiles(folder, "rows.*").SelectMany(File.ReadAllLines))
        {
            int[] numbers = [.. line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            if (!batches.TryGetValue((numbers[0], numbers[1]), out SortedSet<int>? rows))
                batches[(numbers[0], numbers[1])] = rows = [];
            rows.UnionWith(numbers[2..]);
        }

        Assert.Equal(RestartJob.Epochs * RestartJob.Steps, batches.Count);
        for (int epoch = 0; epoch < RestartJob.Epochs; epoch++)
            Assert.Equal(
                Enumerable.Range(0, RestartJob.Rows),
                batches.Where(batch => batch.Key.Epoch == epoch).SelectMany(batch => batch.Value).Order());
        return new(batches.ToDictionary(batch => batch.Key, batch => string.Join(' ', batch.Value)));
    }
}
