using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The texts that identify a training: the model, the settings of Compile, and checksums of the data, each by the name of its subject.
/// The number of epochs is not among them: a resumed training may be longer than it was planned.
/// </summary>
internal sealed class RunFingerprint
{
    private RunFingerprint(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    /// <summary>The texts, each with its subject.</summary>
    public IReadOnlyList<(string What, string Text)> Texts => [.. Json.Select(pair => (pair.Key, (string)pair.Value!))];

    public static RunFingerprint Of(TrainingRun run) => new(new JsonObject
    {
        ["batch size"] = run.BatchSize.ToString(CultureInfo.InvariantCulture),
        ["steps per epoch"] = Steps(run.Settings.StepsPerEpoch),
        ["order of the samples"] = run.TrainingData.Order,
        ["parameters"] = string.Join(", ", run.Parameters.Select(parameter => parameter.ToString())),
        ["architecture"] = GraphConfigurationWriter.Write(run.Graph, "model", isSequential: false)["config"]!.ToJsonString(),
        ["optimizer, losses and metrics"] = CompileConfiguration.Write(run.Compiled, run.Graph).ToJsonString(),
        ["training data"] = Describe(run.TrainingData),
        ["validation data"] = run.ValidationData is { } data ? $"{Describe(data)}, every "
            + $"{run.Settings.ValidationFreq.ToString(CultureInfo.InvariantCulture)} epochs, batches: "
            + $"{Steps(run.Settings.ValidationSteps)}" : "none",
    });

    /// <summary>Compares a fingerprint from a file with this one.</summary>
    /// <exception cref="ModelFileException">The fingerprints differ; the message names the difference.</exception>
    public void Check(JsonObject saved)
    {
        foreach ((string what, JsonNode? text) in Json)
        {
            string now = (string)text!;
            if (saved[what] is not JsonValue value || !value.TryGetValue(out string? before))
                throw Configuration.Wrong(what, "a text", saved[what]);
            if (before != now)
                throw new ModelFileException($"it is of another training. Different is: {what}; there {TextDifference.Of(before, now)}, "
                    + $"now {TextDifference.Of(now, before)}");
        }
    }

    /// <summary>Describes the data, those in memory by a checksum.</summary>
    private static string Describe(PassData data) => data switch
    {
        StreamPassData { Stream: var stream, Example: var first } => $"{stream}, of {Shapes(first.Inputs)} to {Shapes(first.Targets)}",
        _ => Describe(data.Example),
    };

    private static string Describe(AlignedArrays data)
    {
        var crc = new Crc32C();
        foreach (Tensor tensor in data.Inputs.Concat(data.Targets))
            crc.Append(MemoryMarshal.AsBytes<float>(tensor.Data));
        foreach (Tensor? sampleWeight in data.SampleWeights)
            crc.Append(MemoryMarshal.AsBytes<float>(sampleWeight is null ? default : sampleWeight.Data));
        string inputs = Shapes(data.Inputs), targets = Shapes(data.Targets);
        string weights = data.SampleWeights.All(sampleWeight => sampleWeight is null) ? "" : ", weighted";
        return FormattableString.Invariant($"{data.Rows} rows of {inputs} to {targets}{weights}, checksum {crc.Value:x8}");
    }

    private static string Steps(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "all";

    private static string Shapes(IReadOnlyList<Tensor> tensors) =>
        string.Join(", ", tensors.Select(tensor => tensor.Shape.WithoutBatch().ToString()));
}
