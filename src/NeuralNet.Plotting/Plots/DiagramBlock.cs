using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>
/// One block of a network diagram: the values of an input or the neurons of a dense layer, as circles; or a box for a layer without
/// neurons of its own. A block whose output has one axis has a port for each value, where connections begin and end.
/// </summary>
internal sealed class DiagramBlock
{
    private const int MaxShown = 12, ShownFirst = 6, ShownLast = 5, PlacesWithoutPorts = 2;
    private readonly List<string> followers = [];
    private readonly string activation;

    private DiagramBlock(GraphNode node, IReadOnlyList<DiagramBlock> sources)
    {
        Layer = node.Layer;
        Sources = sources;
        Depth = sources.Select(source => source.Depth + 1).DefaultIfEmpty(0).Max();
        IsInput = node.Inputs.Count == 0;
        IsBox = !IsInput && !IsDense(node);
        activation = node.Layer.FinalActivation?.Name ?? "";
        if (IsDense(node))
        {
            Kernel = node.Layer.Parameters[0].Value.Clone();
            if (node.Layer.Parameters.Count > 1)
                Bias = [.. node.Layer.Parameters[1].Value.ToArray().Select(value => (double)value)];
        }

        SetShape(node.OutputShapes[0]);
    }

    public Layer Layer { get; }

    public string Name => Layer.Name;

    /// <summary>The blocks that feed this one.</summary>
    public IReadOnlyList<DiagramBlock> Sources { get; }

    /// <summary>The length of the longest path from an input.</summary>
    public int Depth { get; }

    /// <summary>The shape of what leaves the block, behind the layers that follow it.</summary>
    public Shape Shape { get; private set; } = [];

    /// <summary>The number of ports; 0 for a box whose output has several axes.</summary>
    public int Units { get; private set; }

    /// <summary>
    /// The number of names that an input or output takes: one for each port or, without ports, for each index of its last axis.
    /// </summary>
    public int NameCount => Units > 0 ? Units : Shape.Rank > 0 ? Shape[^1] : 1;

    public bool IsInput { get; }

    public bool IsBox { get; }

    /// <summary>The weights, (units of the source, units); null for inputs and boxes.</summary>
    public Tensor? Kernel { get; }

    /// <summary>The biases; empty for inputs, boxes and layers without.</summary>
    public IReadOnlyList<double> Bias { get; } = [];

    public bool IsAbbreviated => Units > MaxShown;

    /// <summary>The numbers of the ports that are drawn.</summary>
    public IReadOnlyList<int> Shown { get; private set; } = [];

    /// <summary>The number of places one below the other; an abbreviated block has an empty one.</summary>
    public int Places => IsAbbreviated ? ShownFirst + 1 + ShownLast : Units > 0 ? Units : PlacesWithoutPorts;

    /// <summary>The empty place of an abbreviated block.</summary>
    public static int Gap => ShownFirst;

    public string Description
    {
        get
        {
            string count = Units == 0
                ? Shape.ToString()
                : Units.ToString(CultureInfo.InvariantCulture) + (IsInput ? " input" : IsBox ? " value" : " unit")
                    + (Units == 1 ? "" : "s");
            return activation.Length == 0 ? count : $"{count} · {activation}";
        }
    }

    /// <summary>The layers behind this one that change no number of values.</summary>
    public string Note => followers.Count == 0 ? "" : "then " + string.Join(", ", followers);

    /// <summary>Returns the position of a shown port, counted from the top; the gap for a port that is not shown.</summary>
    public int Place(int port) => !IsAbbreviated || port < ShownFirst ? port : Math.Max(Gap, port - Units + Places);

    /// <summary>The blocks of a model in order of computation, and those that give its outputs.</summary>
    public static (IReadOnlyList<DiagramBlock> Blocks, IReadOnlyList<DiagramBlock> Outputs) Of(Model model)
    {
        foreach (Parameter parameter in model.Parameters)
            Check.Finite(parameter.Value, parameter.Name, nameof(model));
        IReadOnlyList<GraphNode> nodes = model.Graph.Nodes;
        var blocks = new List<DiagramBlock>();
        var byNode = new DiagramBlock[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            if (Follows(model.Graph, i))
            {
                byNode[i] = byNode[nodes[i].Inputs[0].Node];
                byNode[i].Append(nodes[i]);
            }
            else
            {
                blocks.Add(byNode[i] = new DiagramBlock(nodes[i], [.. nodes[i].Inputs.Select(port => byNode[port.Node])]));
            }
        }

        return (blocks, [.. model.Graph.Outputs.Select(port => byNode[port.Node])]);
    }

    /// <summary>
    /// Returns true for a layer that belongs to the block before it: it has no parameters, keeps the number of values, and is no branch.
    /// </summary>
    private static bool Follows(LayerGraph graph, int index)
    {
        GraphNode node = graph.Nodes[index];
        if (node.Layer.Parameters.Count > 0 || node.Inputs is not [Port source])
            return false;
        Shape before = graph.ShapeOf(source), after = node.OutputShapes[0];
        return (before.IsFixed && after.IsFixed ? before.Size == after.Size : before.Equals(after))
            && !graph.Outputs.Contains(source)
            && graph.Nodes.Sum(other => other.Inputs.Count(port => port == source)) == 1;
    }

    private static bool IsDense(GraphNode node) => node.Layer is Dense && node.OutputShapes[0].Rank == 1;

    private void Append(GraphNode node)
    {
        followers.Add(node.Layer.Name);
        SetShape(node.OutputShapes[0]);
    }

    private void SetShape(Shape shape)
    {
        Shape = shape;
        Units = shape.Rank == 1 || !IsBox ? shape.Size : 0;
        Shown = IsAbbreviated
            ? [.. Enumerable.Range(0, ShownFirst), .. Enumerable.Range(Units - ShownLast, ShownLast)]
            : [.. Enumerable.Range(0, Units)];
    }
}
