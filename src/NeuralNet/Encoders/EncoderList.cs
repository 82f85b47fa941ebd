using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>The check that encoders make the inputs that a model takes, which freezes them.</summary>
internal static class EncoderList
{
    /// <exception cref="ArgumentException">
    /// An encoder is null or has learned nothing yet, or the encoders make other inputs than the graph takes.
    /// </exception>
    public static IReadOnlyList<InputEncoder> Of(IReadOnlyList<InputEncoder> encoders, LayerGraph graph, string property)
    {
        Require.NoNulls(encoders, property);
        if (encoders.Count == 0)
            return [];
        EncodedInput[] made = [.. encoders.SelectMany(InputsOf)];
        Shape[] taken = [.. graph.InputShapes];
        if (made.Length != taken.Length)
            throw new ArgumentException($"The encoders make {Counted.Of(made.Length, "input")} "
                + $"({string.Join(", ", made.Select(input => input.Name))}), and the model takes {taken.Length}.", property);
        for (int i = 0; i < made.Length; i++)
        {
            if (!made[i].Shape.Equals(taken[i]))
                throw new ArgumentException($"The encoders make the input '{made[i].Name}' of the shape "
                    + $"{made[i].Shape.ToStringWithBatch()}, where the model takes {taken[i].ToStringWithBatch()}.", property);
        }

        RequireOrder([.. made.Select(input => input.Name)], graph, property);
        foreach (InputEncoder encoder in encoders)
            encoder.Freeze();
        return [.. encoders];

        IReadOnlyList<EncodedInput> InputsOf(InputEncoder encoder)
        {
            try
            {
                return encoder.Inputs;
            }
            catch (InvalidOperationException exception)
            {
                throw new ArgumentException(exception.Message, property, exception);
            }
        }
    }

    /// <summary>Reads the encoders of a file, which make the inputs of its graph.</summary>
    /// <exception cref="FormatException">A description is not of a known encoder, or a setting is wrong.</exception>
    /// <exception cref="ArgumentException">The encoders make other inputs than the graph takes.</exception>
    public static IReadOnlyList<InputEncoder> Read(JsonArray? descriptions, LayerGraph graph, CustomFactories? custom) => Of(
        [.. (descriptions ?? []).Select(item => item is JsonObject description
            ? InputEncoder.Known.Read(description, custom)
            : throw Configuration.Wrong(FileMetadata.EncodersKey, "a list of objects", item))],
        graph, FileMetadata.EncodersKey);

    /// <summary>Validates that no input with a name of its own stands at the place of another that the encoders make.</summary>
    private static void RequireOrder(string[] made, LayerGraph graph, string property)
    {
        for (int i = 0; i < made.Length; i++)
        {
            Layer input = graph.Nodes[graph.Inputs[i]].Layer;
            if (input.IsNamed && input.Name != made[i] && made.Contains(input.Name))
                throw new ArgumentException($"The encoders make the inputs in the order {string.Join(", ", made)}, and input {i} of the "
                    + $"model is named '{input.Name}'. Create the model with its inputs in the order of the encoders.", property);
        }
    }

    /// <summary>
    /// Returns a name for each value of the inputs, in the order of the inputs; null if the inputs have open axes.
    /// </summary>
    public static IReadOnlyList<string>? FeatureNames(IReadOnlyList<InputEncoder> encoders)
    {
        EncodedInput[] inputs = [.. encoders.SelectMany(encoder => encoder.Inputs)];
        return inputs.Length > 0 && inputs.All(input => input.Shape.IsFixed)
            ? [.. inputs.SelectMany(input => input.Features).Select(feature => feature.Name)]
            : null;
    }
}
