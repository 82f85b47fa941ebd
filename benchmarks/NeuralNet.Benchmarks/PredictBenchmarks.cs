using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>Prediction of one row, span to span, and of a thousand.</summary>
[MemoryDiagnoser]
public class PredictBenchmarks
{
    private Sequential model = null!;
    private float[] row = [], output = [];
    private Tensor thousand = null!;

    [Params("2-8-1", "784-128-10")]
    public string Layers { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        model = Networks.Make(Layers, new Adam());
        thousand = Networks.MakeData(model, 1000).X;
        row = thousand.Row(0).ToArray();
        output = new float[model.OutputShapes[0].Size];
    }

    [Benchmark]
    public void OneRow() => model.Predict(row.AsSpan(), output.AsSpan());

    [Benchmark]
    public Tensor ThousandRows() => model.Predict(thousand);
}
