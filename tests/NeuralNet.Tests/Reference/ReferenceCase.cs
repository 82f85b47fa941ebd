using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>A case of a reference file.</summary>
internal sealed class ReferenceCase(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string Name => Json["name"]!.GetValue<string>();

    /// <summary>The Keras name of the tested class.</summary>
    public string Kind => Json["kind"]!.GetValue<string>();

    /// <summary>The arguments of the constructor by Keras's names.</summary>
    public Configuration Configuration => ConfigurationOf(Json["config"]);

    public ReferenceTensor this[string name] => new(Json[name]!);

    public static Configuration ConfigurationOf(JsonNode? node) => new(node?.DeepClone().AsObject() ?? []);

    public bool Contains(string name) => Json[name] is not null;

    public ReferenceTensor? Optional(string name) => Json[name] is { } node ? new ReferenceTensor(node) : null;
}
