using System.Runtime.InteropServices;

namespace NeuralNet.Mpi.Tests;

/// <summary>The trainings that ranks and a single process run, and their results.</summary>
internal sealed record TrainingJob(float[] Weights, double[] Figures, float[] Predictions)
{
    /// <summary>The sizes give three batches of 6 rows and one of 3: with four ranks, one rank has no row of the last batch.</summary>
    public const int Rows = 21, Batch = 6, Epochs = 3;

    public static TrainingJob Run(string variant, int seed, TrainingStrategy? strategy)
    {
        Sequential model = variant switch
        {
            "dense" => Dense(seed),
            "dropout" => Compiled(new Sequential(4, seed).Dense(9, "tanh").Dropout(0.4f).Dense(6, "tanh").Dense(1)),
            "normalization" => Compiled(
                new Sequential(4, seed).Dense(5, "tanh").BatchNormalization(momentum: 0.7f).Dense(7, "tanh")
                    .BatchNormalization(momentum: 0.7f).Dense(1)),
            _ => throw new ArgumentException($"There is no training '{variant}'."),
        };
        Tensor x = X(), y = Y();
        History history = model.Fit(Dataset.From(x, y), Options(strategy) with { ValidationData = (x, y) });
        Evaluation evaluation = strategy is null
            ? model.Evaluate(Dataset.From(x, y), batchSize: Batch)
            : model.Evaluate(Dataset.From(x, y), strategy, batchSize: Batch);
        Tensor predictions = strategy is null ? model.Predict(x) : model.Predict(x, strategy);
        return new TrainingJob(
            [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())],
            [.. history.Names.SelectMany(name => history[name]), evaluation.Loss, evaluation["mae"]],
            predictions.ToArray());
    }

    public static FitOptions Options(TrainingStrategy? strategy) =>
        new() { BatchSize = Batch, Epochs = Epochs, Verbose = Verbosity.Silent, Strategy = strategy };

    public static Sequential Dense(int seed) => Compiled(new Sequential(4, seed).Dense(5, "tanh").Dense(1));

    public static Sequential Compiled(Sequential model, Optimizer? optimizer = null)
    {
        model.Compile(optimizer ?? new SGD(0.05f, momentum: 0.9f), "mse", "mae", "r2_score");
        return model;
    }

    public static Tensor X() => TestData.Normal([Rows, 4], seed: 1);

    public static Tensor Y() => TestData.Normal([Rows, 1], seed: 2);

    public static TrainingJob Load(string path) => new(
        Read<float>(path + ".weights"), Read<double>(path + ".figures"), Read<float>(path + ".predictions"));

    public void Save(string path)
    {
        File.WriteAllBytes(path + ".weights", MemoryMarshal.AsBytes<float>(Weights));
        File.WriteAllBytes(path + ".figures", MemoryMarshal.AsBytes<double>(Figures));
        File.WriteAllBytes(path + ".predictions", MemoryMarshal.AsBytes<float>(Predictions));
    }

    private static T[] Read<T>(string path)
        where T : struct => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(path)).ToArray();
}
