using NeuralNet;

namespace Extensions.Tests;

/// <summary>The models and data of the tests with several ranks.</summary>
internal static class RankTraining
{
    /// <summary>The sizes give three batches of 6 rows and one of 3: with four ranks, one rank has no row of the last batch.</summary>
    public const int Rows = 21, Batch = 6, Epochs = 3;

    public static FitOptions Options(TrainingStrategy? strategy) =>
        new() { BatchSize = Batch, Epochs = Epochs, Verbose = Verbosity.Silent, Strategy = strategy };

    public static Sequential Regression(int seed) => Compiled(new Sequential(4, seed).Dense(5, "tanh").Dense(1));

    public static Sequential Compiled(Sequential model, Loss? loss = null, Optimizer? optimizer = null)
    {
        model.Compile(optimizer ?? new SGD(0.05f), loss ?? "mse", "mae", "r2_score");
        return model;
    }

    public static Tensor X() => new(new Shape(Rows, 4), [.. Enumerable.Range(0, Rows * 4).Select(i => MathF.Sin(1.7f * i))]);

    public static Tensor Y() => new(new Shape(Rows, 1), [.. Enumerable.Range(0, Rows).Select(i => MathF.Cos(2.3f * i))]);

    public static Tensor Tokens(int count) =>
        new(new Shape(Rows, 4), [.. Enumerable.Range(0, Rows * 4).Select(i => (float)(i * 7919 % 1009 % count))]);

    public static float[] Weights(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}
