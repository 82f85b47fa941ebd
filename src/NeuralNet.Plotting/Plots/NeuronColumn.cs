using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>One column of a network diagram: the inputs, or the neurons of a dense layer with the weights that lead to them.</summary>
internal sealed class NeuronColumn
{
    private const int MostShown = 12, ShownFirst = 6, ShownLast = 5;
    private readonly List<string> followers = [];
    private readonly string activation;

    private NeuronColumn(string name, int units, string activation, Tensor? kernel, IReadOnlyList<double> bias)
    {
        (Name, Units, this.activation, Kernel, Bias) = (name, units, activation, kernel, bias);
        Shown = IsAbbreviated
            ? [.. Enumerable.Range(0, ShownFirst), .. Enumerable.Range(units - ShownLast, ShownLast)]
            : [.. Enumerable.Range(0, units)];
    }

    public string Name { get; }

    public int Units { get; }

    /// <summary>The weights, (units of the column before, units); null for the inputs.</summary>
    public Tensor? Kernel { get; }

    /// <summary>The biases; empty for inputs and for layers without.</summary>
    public IReadOnlyList<double> Bias { get; }

    public bool IsAbbreviated => Units > MostShown;

    /// <summary>The numbers of the neurons that are drawn.</summary>
    public IReadOnlyList<int> Shown { get; }

    /// <summary>The number of places one below the other; an abbreviated column has an empty one.</summary>
    public int Places => IsAbbreviated ? ShownFirst + 1 + ShownLast : Units;

    /// <summary>The empty place of an abbreviated column.</summary>
    public int Gap => ShownFirst;

    public string Description
    {
        get
        {
            string count = Units.ToString(CultureInfo.InvariantCulture) + (Kernel is null ? " input" : " unit") + (Units == 1 ? "" : "s");
            return activation.Length == 0 ? count : $"{count} · {activation}";
        }
    }

    /// <summary>The layers behind this one that change no number of neurons.</summary>
    public string Note => followers.Count == 0 ? "" : "then " + string.Join(", ", followers);

    /// <summary>The place of a shown neuron, counted from the top.</summary>
    public int Place(int neuron) => !IsAbbreviated || neuron < ShownFirst ? neuron : neuron - Units + Places;

    /// <summary>The columns of a model.</summary>
    public static IReadOnlyList<NeuronColumn> Of(Model model)
    {
        var columns = new List<NeuronColumn>();
        IReadOnlyList<GraphNode> nodes = model.Graph.Nodes;
        for (int i = 0; i < nodes.Count; i++)
        {
            if (i == 0 ? nodes[i].Inputs.Count != 0 : nodes[i].Inputs is not [int feeder] || feeder != i - 1)
                throw new ArgumentException(
                    $"The diagram shows chains of layers; the model '{model.Name}' branches at '{nodes[i].Layer.Name}'. "
                    + "Model.Summary shows it as a table.", nameof(model));
            Append(columns, nodes[i]);
        }

        return columns.Count > 1
            ? columns
            : throw new ArgumentException($"The model '{model.Name}' has no dense layer whose weights could be drawn.", nameof(model));
    }

    private static void Append(List<NeuronColumn> columns, GraphNode node)
    {
        if (columns.Count == 0)
            columns.Add(new NeuronColumn(node.Layer.Name, node.OutputShape.Size, "", null, []));
        else if (node.Layer is Dense && node.OutputShape.Rank == 1)
            columns.Add(OfDense(node.Layer));
        else if (node.Layer.Parameters.Count == 0 && node.OutputShape.Size == columns[^1].Units)
            columns[^1].followers.Add(node.Layer.Name);
        else
            throw new ArgumentException(
                $"The diagram shows dense layers of one axis; the layer '{node.Layer.Name}' ({node.Layer.ClassName}) "
                + $"with output {node.OutputShape} is none. Model.Summary shows it as a table.", "model");
    }

    private static NeuronColumn OfDense(Layer layer)
    {
        foreach (Parameter parameter in layer.Parameters)
            Check.Finite(parameter.Value, parameter.Name, "model");
        double[] bias = layer.Parameters.Count > 1 ? [.. layer.Parameters[1].Value.ToArray().Select(value => (double)value)] : [];
        string activation = layer.FinalActivation?.Name ?? "";
        return new NeuronColumn(layer.Name, layer.OutputShape!.Size, activation, layer.Parameters[0].Value.Clone(), bias);
    }
}
