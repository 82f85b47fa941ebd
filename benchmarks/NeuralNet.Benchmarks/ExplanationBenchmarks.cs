using BenchmarkDotNet.Attributes;
using NeuralNet.Explainability;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Compares an explanation with the predictions that it needs, or with the gradients for methods that use them, for the same number of
/// rows. The ratio shows the cost of drawing, blending, weighting and fitting.
/// </summary>
[MemoryDiagnoser]
public class ExplanationBenchmarks
{
    private Sequential model = null!;
    private Explainer explainer = null!;
    private Tensor row = null!, rows = null!;
    private Tensor? outputGradient;

    [Params("4-16-3", "64-128-10", "784-128-10", "784-512-512-10")]
    public string Network { get; set; } = "";

    [Params(
        "Lime", "Lime continuous", "KernelShap", "KernelShap 1 row", "Occlusion",
        "SmoothGrad", "IntegratedGradients", "GradientShap", "DeepShap")]
    public string Method { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        model = Networks.Make(Network, new Adam());
        Tensor background = Networks.MakeData(model, 100).X;
        row = Networks.MakeData(model, 101).X.Row(100).ToArray();
        int predicted = 0;
        Make(background, Count).Explain(row, output: 0);
        explainer = Make(background, model.Predict);
        int points = explainer is GradientExplainer ? Points(explainer) : predicted;
        rows = Networks.MakeData(model, points).X;
        outputGradient = explainer is GradientExplainer ? new Tensor([points, model.OutputShapes[0].Size]) : null;
        Console.WriteLine($"// {Method} of {Network}: {points} rows");

        Tensor Count(Tensor x)
        {
            Interlocked.Add(ref predicted, x.Shape[0]);
            return model.Predict(x);
        }
    }

    [Benchmark(Baseline = true)]
    public Tensor Predictions() => outputGradient is null ? model.Predict(rows) : model.InputGradient(rows, outputGradient);

    [Benchmark]
    public Attribution Explanation() => explainer.Explain(row);

    private Explainer Make(Tensor background, Func<Tensor, Tensor> predict) => Method switch
    {
        "Lime" => new Lime(predict, background),
        "Lime continuous" => new Lime(predict, background, discretize: false),
        "KernelShap" => new KernelShap(predict, background),
        "KernelShap 1 row" => new KernelShap(predict, Networks.MakeData(model, 1).X),
        "Occlusion" => new Occlusion(predict),
        "SmoothGrad" => new SmoothGrad(new Saliency(model)),
        "IntegratedGradients" => new IntegratedGradients(model),
        "GradientShap" => new GradientShap(model, background),
        "DeepShap" => new DeepShap(model, background),
        _ => throw new ArgumentException($"There is no method '{Method}'."),
    };

    /// <summary>Returns the number of points of the gradient: the steps, the samples, the rows of the background.</summary>
    private static int Points(Explainer explainer) => explainer switch
    {
        SmoothGrad or IntegratedGradients => 50,
        GradientShap => 200,
        _ => 100,
    };
}
