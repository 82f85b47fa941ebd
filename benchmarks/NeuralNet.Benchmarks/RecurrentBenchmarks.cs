using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>A training step of a recurrent layer, and one step of a stateful layer for one sample.</summary>
[MemoryDiagnoser]
public class RecurrentBenchmarks
{
    private readonly float[] step = new float[32], output = new float[64];
    private Model model = null!, streaming = null!;
    private Tensor x = null!, y = null!;

    [Params("LSTM", "GRU")]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        (model, x, y) = TrainingOf(Layer);
        streaming = new Sequential([1, 32], seed: 1).LSTM(64, stateful: true);
    }

    /// <summary>128 units, 64 steps of 32 features, 32 samples, Adam.</summary>
    [Benchmark]
    public Evaluation TrainingStep() => model.TrainOnBatch(x, y);

    /// <summary>An LSTM of 64 units continues one sample by one step.</summary>
    [Benchmark]
    public float StatefulStep()
    {
        streaming.Predict(step, output);
        return output[0];
    }

    /// <summary>The model, the inputs and the targets of the training step.</summary>
    internal static (Model Model, Tensor X, Tensor Y) TrainingOf(string layer)
    {
        Sequential sequences = new([64, 32], seed: 1);
        Model model = (layer == "LSTM" ? sequences.LSTM(128) : sequences.GRU(128)).Dense(1);
        model.Compile(new Adam(), "mse");
        var random = new Random(1);
        return (model, Normal([32, 64, 32]), Normal([32, 1]));

        Tensor Normal(Shape shape)
        {
            var tensor = new Tensor(shape);
            foreach (ref float value in tensor.AsSpan())
                value = random.NextSingle() * 2 - 1;
            return tensor;
        }
    }
}
