using System.Globalization;
using System.Text;
using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// Writes models in the DOT language of Graphviz, with the settings of layers and the multiply-adds of one sample: an exporter as another
/// program could contain it, which walks the graph, reads settings, and has one list of the supported layers.
/// </summary>
internal sealed class DotExporter(Model model)
{
    private readonly LayerGraph graph = model.Graph;

    public string Write()
    {
        graph.RequireDistinctNames();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"digraph {Quoted(model.Name)} {{\n");
        for (int i = 0; i < graph.Nodes.Count; i++)
            WriteNode(text, i);
        foreach (Port output in graph.Outputs)
            text.Append(CultureInfo.InvariantCulture, $"  {Name(output)} -> output [label={Quoted(Describe(output))}];\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>The number of multiply-adds of all layers for one sample.</summary>
    public long MultiplyAdds => graph.Nodes.Sum(MultiplyAddsOf);

    private void WriteNode(StringBuilder text, int index)
    {
        GraphNode node = graph.Nodes[index];
        string[] lines = [node.Path, Describe(node), .. node.Layer.Parameters.Select(parameter => $"{parameter.ShortName} {parameter.Shape}")];
        text.Append(CultureInfo.InvariantCulture, $"  n{index} [label={Quoted(string.Join("\\n", lines))}];\n");
        foreach (Port source in node.Inputs)
            text.Append(CultureInfo.InvariantCulture, $"  {Name(source)} -> n{index} [label={Quoted(Describe(source))}];\n");
    }

    /// <summary>Describes the class and the settings of a layer.</summary>
    private string Describe(GraphNode node) => node.Layer switch
    {
        _ when node.Inputs.Count == 0 => "Input",
        Dense dense => Invariant($"Dense {dense.Units}{Describe(dense.FinalActivation)}, {MultiplyAddsOf(node)} multiply-adds"),
        LayerNormalization normalization => Invariant($"LayerNormalization ε = {normalization.Epsilon}"),
        Embedding embedding => Invariant($"Embedding {embedding.InputDim} to {embedding.OutputDim}"),
        Dropout dropout => Invariant($"Dropout {dropout.Rate}"),
        Concatenate concatenate => Invariant($"Concatenate along {concatenate.Axis}"),
        Layer layer => layer.ClassName,
    };

    private static string Describe(Activation activation) => activation switch
    {
        LeakyReLUActivation leaky => Invariant($", leaky_relu {leaky.NegativeSlope}"),
        ELUActivation elu => Invariant($", elu {elu.Alpha}"),
        { Name: "linear" } => "",
        _ => $", {activation.Name}",
    };

    private string Describe(Port port) => graph.ShapeOf(port) + (graph.HasMask(port) ? " masked" : "");

    private long MultiplyAddsOf(GraphNode node) => node.Layer is Dense dense
        ? (long)graph.ShapeOf(node.Inputs[0]).Size * dense.Units
        : 0;

    private static string Name(Port port) => Invariant($"n{port.Node}:{port.Output}");

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
