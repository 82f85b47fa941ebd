using System.Globalization;

namespace NeuralNet;

/// <summary>Creates notes about weights from PyTorch that cannot be derived from names and shapes.</summary>
internal static class PyTorchNotes
{
    /// <summary>The default <c>eps</c> of PyTorch's BatchNorm and LayerNorm.</summary>
    private const float DefaultEpsilon = 1e-5f;

    private const string BatchCount = "num_batches_tracked";

    private static readonly string[] TensorNames = ["weight", "bias", "running_mean", "running_var", BatchCount];

    /// <summary>Returns the notes for a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="graph">The layers that the weights are for.</param>
    /// <param name="mapping">The mapping as it is.</param>
    /// <param name="isMatched">Whether each parameter matches a tensor, so that the mapping is complete.</param>
    /// <param name="unexpected">The tensors that match no parameter.</param>
    public static IReadOnlyList<string> Of(
        ITensorFile file, LayerGraph graph, WeightMapping mapping, bool isMatched, IReadOnlyList<string> unexpected)
    {
        List<string> notes = [];
        if (!isMatched && unexpected.Any(IsOfPyTorch))
            notes.Add(Naming(file, graph, mapping));
        notes.AddRange(graph.Nodes.DistinctBy(node => node.Layer).Where(node =>
            mapping.PyTorchLayers.Contains(node.Path)).Select(Epsilon).OfType<string>());
        return notes;
    }

    private static bool IsOfPyTorch(string tensor) =>
        tensor.LastIndexOf('.') is not 0 and int dot && TensorNames.Contains(tensor[(dot + 1)..]);

    /// <summary>
    /// Returns the code of the required mapping: complete if each layer has a module with matching shapes, in their order.
    /// </summary>
    private static string Naming(ITensorFile file, LayerGraph graph, WeightMapping mapping)
    {
        List<string> modules = Modules(file);
        GraphNode[] nodes = [.. graph.Nodes.DistinctBy(node => node.Layer).Where(node => node.Layer.Parameters.Count > 0)];
        var calls = new List<string>();
        foreach (GraphNode node in nodes)
        {
            string? module = modules.Find(module => Fits(file, node.Layer, module));
            if (module is null)
                continue;
            modules.Remove(module);
            calls.Add($".AddPyTorch(\"{node.Path}\", \"{module}\")");
        }

        string call = calls.Count == nodes.Length && calls.Count > 0
            ? string.Concat(calls)
            : $".AddPyTorch(\"{(nodes.Length > 0 ? nodes[0].Path : "layer")}\", \"{Modules(file)[0]}\") and so on for each layer";
        string start = mapping.PyTorchLayers.Count > 0 ? "More tensors of the file have PyTorch's names" : "The tensors of the file "
            + "have PyTorch's names";
        return $"{start}; say which module is for which layer: LoadWeights(path, mapping: new WeightMapping(){call})";
    }

    /// <summary>Returns the modules of a PyTorch model that have tensors, with numbers in their names sorted by value.</summary>
    private static List<string> Modules(ITensorFile file) =>
    [
        .. file.Names.Where(IsOfPyTorch).Select(tensor => tensor[..Math.Max(0, tensor.LastIndexOf('.'))]).Distinct()
            .Order(StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering)),
    ];

    private static bool Fits(ITensorFile file, Layer layer, string module)
    {
        string[] tensors = [.. TensorNames.Where(name => name != BatchCount).Select(name =>
            WeightMapping.TensorOf(module, name)).Where(name => file.ShapeOf(name) is not null)];
        return tensors.Length == layer.Parameters.Count && layer.Parameters.All(parameter =>
            WeightMapping.FindPyTorch(layer, parameter, module) is { } source
            && file.ShapeOf(source.Tensor) is { } shape
            && (!source.IsTransposed || parameter.Shape.Rank >= 2)
            && shape.Is(source.ShapeFor(parameter)));
    }

    /// <summary>Returns a note on a normalization whose epsilon is not PyTorch's; null for other layers.</summary>
    private static string? Epsilon(GraphNode node)
    {
        if (node.Layer is not (BatchNormalization or LayerNormalization))
            return null;
        float epsilon = Configuration.Of(node.Layer).GetSingle("epsilon");
        return epsilon == DefaultEpsilon
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"The layer '{node.Path}' adds the epsilon {epsilon} to the variance and a PyTorch module "
                + $"{DefaultEpsilon} unless it was made with another eps, so its outputs may differ; make the layer with the module's, "
                + $"epsilon: 1e-5f by default");
    }
}
