using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>A layer that is translated: its name in TensorFlow.js and the shapes around its first use.</summary>
internal sealed record LayerUse(Layer Layer, string Name, IReadOnlyList<Shape> InputShapes, Shape OutputShape)
{
    /// <summary>Creates the layer of TensorFlow.js that has the same class and parameters.</summary>
    /// <param name="config">The settings that the class has in TensorFlow.js.</param>
    public TranslatedLayer Translate(JsonObject config)
    {
        config["trainable"] = Layer.IsTrainable;
        return new TranslatedLayer(Layer.ClassName, Name, config, [.. Layer.Parameters.Select(WeightOf)]);
    }

    public NotSupportedException Error(string problem) => ErrorOf(Layer, problem);

    public static NotSupportedException ErrorOf(Layer layer, string problem) =>
        new($"The layer '{layer.Name}' ({layer.ClassName}) cannot be written for TensorFlow.js: it {problem}.");

    private Weight WeightOf(Parameter parameter) =>
        new($"{Name}/{parameter.ShortName}", [.. parameter.Shape], parameter.Value.AsSpan().ToArray());
}
