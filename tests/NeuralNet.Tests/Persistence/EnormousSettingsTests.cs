using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that files of a few kilobytes with very large settings do not allocate memory for content that is not in the file: each whole
/// number of the architecture and of the settings of training in turn, for the examples that the contracts require of every layer, metric,
/// optimizer and other class.
/// </summary>
[Trait("Category", "Slow")]
public class EnormousSettingsTests
{
    private static readonly int[] Claims = [int.MaxValue, 2_000_000_000, 500_000_000, 20_000_000, 1 << 24, 1_000_000];

    public static TheoryData<string> Layers => [.. LayerExamples.All.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void OfALayer(string name)
    {
        LayerExample example = LayerExamples.All.First(example => example.Name == name);
        Input[] inputs = [.. example.Inputs(batchSize: 1, seed: 8).Select(tensor => new Input(tensor.Shape.WithoutBatch(), seed: 3))];
        Layer layer = example.Make();
        CheckEachNumber(new Model(inputs, [inputs.Length == 1 ? inputs[0].Add(layer) : inputs[0].Merge(layer, [.. inputs.Skip(1)])]));
    }

    [Fact]
    public void PartsOfALayer()
    {
        Assert.All(ActivationExamples.All, activation => CheckEachNumber(new Sequential(4, seed: 1).Dense(3, activation)));
        Assert.All(InitializerExamples.All, initializer =>
            CheckEachNumber(new Sequential(4, seed: 1).Dense(3, kernelInitializer: initializer)));
        CheckEachNumber(new Sequential(4, seed: 1).Dense(3, kernelRegularizer: new L1L2(1, 2), kernelConstraint: new MaxNorm(3)));
    }

    [Fact]
    public void OfALoss() => Assert.All(LossExamples.All, example => CheckEachNumber(Compiled("sgd", example.Loss)));

    [Fact]
    public void OfAMetric() => Assert.All(MetricExamples.All, example => CheckEachNumber(Compiled("sgd", "mse", example.Metric)));

    [Fact]
    public void OfAnOptimizer() => Assert.All(OptimizerExamples.All, optimizer => CheckEachNumber(Compiled(optimizer, "mse")));

    [Fact]
    public void OfASchedule() => Assert.All(ScheduleContractTests.All, schedule => CheckEachNumber(Compiled(new SGD(schedule), "mse")));

    /// <summary>A list with the maximum number of entries takes memory in proportion to the file.</summary>
    [Fact]
    public void LongListsTakeMemoryInProportion()
    {
        const int Count = 200_000;
        string zeros = string.Join(",", Enumerable.Repeat("0", Count)), steps = string.Join(",", Enumerable.Range(1, Count));
        byte[] scheduled = SafetensorsBytes.Saved(Compiled(new SGD(new PiecewiseConstantDecay([1], [0, 0])), "mse"));
        byte[] normalized = SafetensorsBytes.Saved(new Sequential(2).Normalization(mean: [0, 0], variance: [1, 1]));
        byte[] metric = SafetensorsBytes.Saved(Compiled("sgd", "mse", new Recall([0.5f, 0.5f])));
        byte[] shape = SafetensorsBytes.Saved(new Sequential([1, 1]).Reshape([1]));
        Assert.True(Loads(scheduled, "\"boundaries\":[1],\"values\":[0,0]", $"\"boundaries\":[{steps}],\"values\":[0,{zeros}]"));
        Assert.False(Loads(normalized, "\"mean\":[0,0]", $"\"mean\":[{zeros}]"));
        Assert.True(Loads(metric, "\"thresholds\":[0.5,0.5]", $"\"thresholds\":[{zeros}]"));
        Assert.False(Loads(shape, "\"batch_shape\":[null,1,1]", $"\"batch_shape\":[null,{zeros}]"));
        Assert.False(Loads(shape, "\"target_shape\":[1]", $"\"target_shape\":[{zeros.Replace('0', '1')}]"));
    }

    private static bool Loads(byte[] original, string old, string replacement)
    {
        byte[] file = SafetensorsBytes.Edited(original, FileMetadata.ModelKey, text =>
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            return text.Replace(old, replacement, StringComparison.Ordinal);
        });
        return LoadOutcome.IsLoaded(file, old, () => SafetensorsBytes.Load(file));
    }

    private static Sequential Compiled(Optimizer optimizer, Loss loss, params Metric[] metrics)
    {
        Sequential model = new Sequential(4, seed: 1).Dense(2);
        model.Compile(optimizer, loss, metrics);
        return model;
    }

    /// <summary>Replaces each number, and all numbers, by each claim.</summary>
    private static void CheckEachNumber(Model model)
    {
        byte[] file = SafetensorsBytes.Saved(model), empty = WithoutTensors(file);
        int count = NumbersIn(JsonNode.Parse(TextOf(file))!).Count;
        Assert.NotEqual(0, count);
        for (int place = -1; place < count; place++)
        {
            foreach (int claim in Claims)
            {
                string what = "";
                byte[] Claiming(byte[] original) =>
                    SafetensorsBytes.Edited(original, FileMetadata.ModelKey, text => what = Replaced(text, place, claim));
                foreach (byte[] claiming in (byte[][])[Claiming(file), Claiming(empty)])
                    LoadOutcome.IsLoaded(claiming, what, () => SafetensorsBytes.Load(claiming));
            }
        }
    }

    private static string TextOf(byte[] file)
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        return opened.Metadata[FileMetadata.ModelKey];
    }

    private static byte[] WithoutTensors(byte[] file)
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [], opened.Metadata);
        return SafetensorsBytes.Resealed(stream.ToArray());
    }

    private static string Replaced(string text, int place, int claim)
    {
        JsonNode root = JsonNode.Parse(text)!;
        List<JsonValue> numbers = NumbersIn(root);
        foreach (JsonValue number in place < 0 ? numbers : [numbers[place]])
            number.ReplaceWith<JsonNode>(claim);
        return root.ToJsonString();
    }

    private static List<JsonValue> NumbersIn(JsonNode node) => node switch
    {
        JsonObject members => [.. members.Where(pair => pair.Value is not null).SelectMany(pair => NumbersIn(pair.Value!))],
        JsonArray items => [.. items.Where(item => item is not null).SelectMany(item => NumbersIn(item!))],
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => [value],
        _ => [],
    };
}
