using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>A file of cases that Keras and PyTorch computed in float64, indexed by name.</summary>
internal sealed class ReferenceFile
{
    private readonly Dictionary<string, ReferenceCase> byName;

    public ReferenceFile(string name)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", name + ".json"));
        Cases = [.. JsonNode.Parse(text)!["cases"]!.AsArray().Select(node => new ReferenceCase(node!.AsObject()))];
        byName = Cases.ToDictionary(reference => reference.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<ReferenceCase> Cases { get; }

    public IEnumerable<string> Kinds => Cases.Select(reference => reference.Kind).Distinct();

    public ReferenceCase this[string name] => byName[name];

    /// <summary>Returns the names of the cases whose kind is among the classes of a registry, as data of a theory.</summary>
    public TheoryData<string> CasesOf(IEnumerable<string> classNames) =>
        [.. Cases.Where(reference => MissingKinds.IsKnown(reference.Kind, classNames)).Select(reference => reference.Name)];
}
