using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

public class MetricReferenceTests
{
    private static readonly ReferenceFile File = new("metrics");

    public static TheoryData<string> Cases => File.CasesOf(Metric.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        Metric metric = Metric.Known.Create(reference.Kind, reference.Configuration);
        JsonArray batches = reference.Json["batches"]!.AsArray(), results = reference.Json["results"]!.AsArray();
        MetricAccumulator? accumulator = null;
        for (int i = 0; i < batches.Count; i++)
        {
            var batch = new ReferenceCase(batches[i]!.AsObject());
            Tensor target = batch["y_true"].ToTensor(), prediction = batch["y_pred"].ToTensor();
            Metric resolved = metric.Resolve(target.Shape, prediction.Shape);
            Assert.Equal(resolved.TargetShape(prediction.Shape).Size, target.Length);
            accumulator ??= resolved.CreateAccumulator();
            accumulator.Update(target.Data, prediction.Data, prediction.Shape.Last, batch.Optional("sample_weight")?.ToTensor().ToArray() ?? []);
            Check(new ReferenceTensor(results[i]!), accumulator, $"after batch {i}");
        }
    }

    /// <summary>
    /// Compares a single number with the result of the accumulator, and several numbers with its results for the classes.
    /// </summary>
    private static void Check(ReferenceTensor expected, MetricAccumulator accumulator, string what)
    {
        if (expected.Values.Length == 1)
        {
            Close.To(expected.Values[0], accumulator.Result, Close.Reference, what);
            return;
        }

        ReadOnlySpan<double> actual = accumulator.Results;
        Assert.Equal(expected.Values.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Close.To(expected.Values[i], actual[i], Close.Reference, $"{what}, class {i}");
    }
}
