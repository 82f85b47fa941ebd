using NeuralNet.Mpi;

namespace NeuralNet.Aot;

/// <summary>Training with the strategy of MPI, in one process.</summary>
internal static class Ranks
{
    public static void Run()
    {
        using MpiWorld world = MpiWorld.Open();
        Require.True(world is { Rank: 0, Size: 1, Library: null });
        (Sequential model, Tensor x, Tensor y) = Data.TrainedOnClouds();
        var strategy = new DataParallel(world);
        model.Fit(x, y, new FitOptions { Verbose = Verbosity.Silent, Strategy = strategy });
        Require.True(model.Evaluate(Dataset.From(x, y), strategy)["accuracy"] > 0.95);
    }
}
