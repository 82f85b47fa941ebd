using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The state of an optimizer in a file: numbers in the metadata, and each slot of each parameter as a tensor
/// <c>optimizer/dense/kernel/momentum</c>.
/// </summary>
internal static class TrainingStateFile
{
    private const string TensorPrefix = "optimizer/";

    /// <summary>Limits of the counters, which exceed any training and leave room for further steps.</summary>
    private const long MaxStep = 1L << 60, MaxEpoch = 1 << 30;

    public static bool IsSlot(string tensorName) => tensorName.StartsWith(TensorPrefix, StringComparison.Ordinal);

    public static JsonObject Write(OptimizerState state)
    {
        var json = new JsonObject { ["step"] = state.Step, ["epoch"] = state.Epoch };
        if (state.SetLearningRate is float learningRate)
            json["learning_rate"] = learningRate;
        return json;
    }

    /// <summary>Returns the slots of all trained parameters by their names in a file.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Slots(OptimizerState state, Optimizer optimizer, LayerGraph graph)
    {
        IReadOnlyList<string> names = optimizer.AllSlotNames;
        foreach ((Parameter parameter, float[][] slots) in state.SlotsByParameter)
        {
            for (int i = 0; i < slots.Length; i++)
                yield return new(SlotName(graph.PathOf(parameter), names[i]), Tensor.Over(slots[i], parameter.Shape));
        }
    }

    /// <summary>Reads the state of the parameters from a file. Memory is allocated only for slots that the file contains.</summary>
    /// <exception cref="FormatException">
    /// A number is missing or of a wrong type, or a slot has another shape than its parameter.
    /// </exception>
    public static OptimizerState Read(JsonObject json, Optimizer optimizer, LayerGraph graph, Safetensors file)
    {
        var state = new OptimizerState(optimizer, graph.PathOf)
        {
            Step = ReadCount(json, "step", MaxStep),
            Epoch = (int)ReadCount(json, "epoch", MaxEpoch),
        };
        if (new Configuration(json).GetOptionalSingle("learning_rate") is float learningRate)
            SetLearningRate(state, learningRate);
        Parameter[] trained = [.. graph.Parameters.Where(parameter => HasSlots(graph.PathOf(parameter), parameter.Shape, optimizer, file))];
        foreach (Parameter parameter in trained)
            state.Restore(parameter, [.. optimizer.AllSlotNames.Select(slot =>
                file.Read(SlotName(graph.PathOf(parameter), slot)).ToArray())]);
        state.Train(trained);
        return state;
    }

    /// <summary>Returns the names of all tensors that may belong to the state.</summary>
    public static IEnumerable<string> SlotNames(Optimizer optimizer, LayerGraph graph) =>
        graph.Parameters.SelectMany(parameter => optimizer.AllSlotNames.Select(slot => SlotName(graph.PathOf(parameter), slot)));

    /// <summary>Returns whether the file contains all slots of a parameter, which was then trained, or none.</summary>
    private static bool HasSlots(string parameter, Shape shape, Optimizer optimizer, Safetensors file)
    {
        int found = 0;
        IReadOnlyList<string> names = optimizer.AllSlotNames;
        foreach (string slot in names)
        {
            if (!file.Entries.TryGetValue(SlotName(parameter, slot), out SafetensorsEntry? entry))
                continue;
            if (!entry.HasShape(shape))
                throw new ModelFileException($"the tensor '{entry.Name}' has the shape {entry.ShapeText} and its parameter {shape}");
            found++;
        }

        if (found > 0 && found < names.Count)
            throw new ModelFileException($"of the slots {string.Join(", ", names)} of the parameter '{parameter}' some are missing");
        return found > 0;
    }

    private static void SetLearningRate(OptimizerState state, float learningRate)
    {
        try
        {
            state.LearningRate = learningRate;
        }
        catch (InvalidOperationException exception)
        {
            throw new ModelFileException("'training_state' sets a learning rate although the optimizer follows a schedule", exception);
        }
    }

    private static long ReadCount(JsonObject json, string key, long maximum) =>
        json[key] is JsonValue value && value.TryGetValue(out long count) && count >= 0 && count <= maximum
            ? count
            : throw Configuration.Wrong(key, $"a whole number of at least 0 and at most {maximum}", json[key]);

    private static string SlotName(string parameter, string slot) => $"{TensorPrefix}{parameter}/{slot}";
}
