using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Mpi.Tests;

/// <summary>The jobs of the tests. Each rank writes its results to files with its number.</summary>
internal static class Jobs
{
    public static int Run(string name, string folder, string[] arguments)
    {
        switch (name)
        {
            case "train":
                Train(folder, arguments[0], isDeterministic: arguments.Contains("deterministic"));
                break;
            case "world":
                Describe(MpiWorld.Open());
                break;
            case "library":
                Describe(MpiWorld.Open(library: arguments[0]));
                break;
            case "version":
                OpenVersion();
                break;
            case "fault":
                Fail(arguments[0], TimeSpan.FromSeconds(double.Parse(arguments[1], CultureInfo.InvariantCulture)));
                break;
            case "long":
                TrainLong();
                break;
            case "mismatch":
                Differ(arguments[0]);
                break;
            case "restart":
                RestartJob.Run(folder, int.Parse(arguments[0], CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"There is no job '{name}'.");
        }

        return 0;
    }

    /// <summary>Trains, evaluates and predicts.</summary>
    private static void Train(string folder, string variant, bool isDeterministic)
    {
        using MpiWorld world = MpiWorld.Open();
        RequireNullReferenceException();
        TrainingJob.Run(variant, seed: 3 + 10 * world.Rank, new DataParallel(world, bucketLength: 32, isDeterministic))
            .Save(Path.Combine(folder, FormattableString.Invariant($"{world.Rank}")));
    }

    /// <summary>MPI must leave the signals of the runtime alone, to which a null reference is one.</summary>
    private static void RequireNullReferenceException()
    {
        try
        {
            string? none = Environment.GetEnvironmentVariable("A_VARIABLE_THAT_IS_NOT_SET");
            _ = none!.Length;
        }
        catch (NullReferenceException)
        {
            return;
        }

        throw new InvalidOperationException("There was no NullReferenceException.");
    }

    private static void Describe(MpiWorld world)
    {
        using (world)
            Console.WriteLine(FormattableString.Invariant($"rank {world.Rank} of {world.Size}, {world.Library ?? "no MPI"}"));
    }

    private static void OpenVersion()
    {
        string rank = Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") ?? Environment.GetEnvironmentVariable("PMI_RANK")!;
        using MpiWorld world = MpiWorld.Open(TimeSpan.FromSeconds(10), null, rank == "0" ? "1.2.3" : "1.2.4");
    }

    /// <summary>Trains, and the last rank behaves as a fault demands.</summary>
    private static void Fail(string fault, TimeSpan deadline)
    {
        string rank = Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") ?? Environment.GetEnvironmentVariable("PMI_RANK")!;
        if (fault == "silent before the start" && rank == "1")
            Thread.Sleep(Timeout.Infinite);
        using MpiWorld world = MpiWorld.Open(deadline);
        bool isLast = world.Rank == world.Size - 1;
        if (isLast && fault == "killed before the first exchange")
            Process.GetCurrentProcess().Kill();
        var callback = new LambdaCallback(onBatchEnd: run =>
        {
            if (!isLast || run.Epoch != 1)
                return;
            switch (fault)
            {
                case "killed":
                    Process.GetCurrentProcess().Kill();
                    break;
                case "silent":
                    Thread.Sleep(Timeout.Infinite);
                    break;
                case "exception":
                    throw new InvalidOperationException("The disk is full.");
            }
        });
        Sequential model = TrainingJob.Dense(seed: 1);
        model.Fit(TrainingJob.X(), TrainingJob.Y(), TrainingJob.Options(new DataParallel(world)) with { Callbacks = [callback] });
    }

    /// <summary>Trains for a minute, while rank 0 writes a line at the end of each epoch.</summary>
    private static void TrainLong()
    {
        using MpiWorld world = MpiWorld.Open(TimeSpan.FromSeconds(5));
        var callback = new LambdaCallback(
            onBatchEnd: _ => Thread.Sleep(10),
            onEpochEnd: run =>
            {
                if (world.Rank == 0)
                    Console.WriteLine(FormattableString.Invariant($"epoch {run.Epoch}"));
            });
        TrainingJob.Dense(seed: 1).Fit(TrainingJob.X(), TrainingJob.Y(), TrainingJob.Options(new DataParallel(world)) with
        {
            Epochs = 1500,
            Callbacks = [callback],
        });
    }

    /// <summary>Trains, and rank 1 differs in one thing.</summary>
    private static void Differ(string what)
    {
        using MpiWorld world = MpiWorld.Open(TimeSpan.FromSeconds(20));
        bool differs = world.Rank == 1;
        var strategy = new DataParallel(world);
        Tensor x = TrainingJob.X(), y = TrainingJob.Y();
        Sequential model = TrainingJob.Dense(seed: 1);
        FitOptions options = TrainingJob.Options(strategy);
        switch (what)
        {
            case "model" when differs:
                model = TrainingJob.Compiled(new Sequential(4, seed: 1).Dense(6, "tanh").Dense(1));
                break;
            case "width" when differs:
                x = new Tensor([TrainingJob.Rows, 5]);
                model = TrainingJob.Compiled(new Sequential(5, seed: 1).Dense(5, "tanh").Dense(1));
                break;
            case "data" when differs:
                y = new Tensor([TrainingJob.Rows, 1]);
                break;
            case "length":
                strategy.BeginSum(new float[differs ? 10 : 20], "the gradients of 'dense/kernel'");
                strategy.Complete();
                return;
            case "bucket" when differs:
                strategy.BeginSum(new float[20], "the gradients of 'dense/kernel'");
                strategy.Complete();
                strategy.BeginSum(new float[20], "the gradients of 'dense/kernel'");
                strategy.Complete();
                return;
            case "bucket":
                strategy.BeginSum(new float[20], "the gradients of 'dense/kernel'");
                strategy.BeginSum(new float[20], "the gradients of 'dense/bias'");
                strategy.Complete();
                return;
            case "call" when differs:
                strategy.Broadcast(new float[2]);
                return;
        }

        model.Fit(x, y, options);
    }
}
