using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Mpi.Tests;

/// <summary>
/// A training with a backup after every batch that records the rows that each rank computes, and in which the last rank is killed after a
/// number of batches.
/// </summary>
internal static class RestartJob
{
    public const int Rows = 36, Batch = 8, Epochs = 4, Steps = 5;

    /// <summary>Trains in the processes of a job, or in one process without a job.</summary>
    /// <param name="folder">The folder of the backup and the results.</param>
    /// <param name="limit">The number of batches; −1 to train to the end.</param>
    public static void Run(string folder, int limit)
    {
        using MpiWorld world = MpiWorld.Open();
        Tensor x = TestData.Normal([Rows, 4], seed: 1), y = TestData.Normal([Rows, 1], seed: 2);
        for (int i = 0; i < Rows; i++)
            x[i, 0] = i / (float)Rows;
        string log = Path.Combine(folder, FormattableString.Invariant($"rows.{world.Rank}.{Environment.ProcessId}"));
        var rows = new RowLog();
        int batches = 0;
        var callback = new LambdaCallback(onBatchEnd: run =>
        {
            File.AppendAllText(log, string.Create(CultureInfo.InvariantCulture, $"{run.Epoch} {run.Step} {rows.Take()}\n"));
            if (++batches == limit && world.Rank == world.Size - 1)
                Process.GetCurrentProcess().Kill();
        });
        Sequential model = new Sequential(4, seed: 1).Add(rows).Dense(6, "tanh").Dropout(0.2f).BatchNormalization().Dense(1);
        model.Compile(new Adam(0.01f), "mse", "mae");
        History history = model.Fit(x, y, new FitOptions
        {
            BatchSize = Batch,
            Epochs = Epochs,
            Verbose = Verbosity.Silent,
            Strategy = new DataParallel(world),
            Callbacks = [callback, new EarlyStopping("loss", patience: 20), new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 1)],
        });
        new TrainingJob(
            [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())],
            [.. history.Names.SelectMany(name => history[name])],
            []).Save(Path.Combine(folder, FormattableString.Invariant($"{world.Rank}")));
    }

    /// <summary>A layer that passes its inputs on and records the numbers of the rows in training, which the first column holds.</summary>
    private sealed class RowLog : Layer
    {
        private readonly List<int> rows = [];

        public string Take()
        {
            string text = string.Join(' ', rows.Select(row => row.ToString(CultureInfo.InvariantCulture)));
            rows.Clear();
            return text;
        }

        protected override void Forward(Frame frame)
        {
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
            for (int row = 0; frame.IsTraining && row < frame.BatchSize; row++)
                rows.Add((int)MathF.Round(frame.Input.Row(row)[0] * Rows));
        }

        protected override void Backward(Frame frame) => frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
    }
}
