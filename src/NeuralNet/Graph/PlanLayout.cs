namespace NeuralNet;

/// <summary>
/// Reserves the tensors of a plan, from the shapes of all values and from what is differentiated, and hands them out to the nodes.
/// </summary>
internal sealed class PlanLayout
{
    private readonly LayerGraph graph;
    private readonly Shape[][] shapes;
    private readonly bool[] differentiated;
    private readonly PlanOptions options;
    private readonly PlanMemory memory = new();
    private readonly NodeReservations[] nodes;
    private readonly Activation?[] activations;
    private long maskBytes;

    public PlanLayout(LayerGraph graph, Shape[][] shapes, bool[] differentiated, PlanOptions options)
    {
        this.graph = graph;
        this.shapes = shapes;
        this.differentiated = differentiated;
        this.options = options;
        activations = [.. Enumerable.Range(0, shapes.Length).Select(ActivationOf)];
        int[] lastUses = LastUses();
        nodes = [.. Enumerable.Range(0, shapes.Length).Select(i => Reserve(i, lastUses[i]))];
        ReserveGradients();
        memory.Allocate();
    }

    /// <summary>The bytes of all tensors.</summary>
    public long Bytes => memory.Bytes + maskBytes;

    /// <summary>The tensor of a port's values.</summary>
    public Tensor Output(Port port) => memory[nodes[port.Node].Outputs[port.Output]];

    /// <summary>Creates the passes of the nodes with their tensors.</summary>
    public NodePass[] NewPasses()
    {
        var passes = new NodePass[nodes.Length];
        var masks = new Tensor?[nodes.Length][];
        for (int i = 0; i < passes.Length; i++)
            passes[i] = NewPass(i, masks);
        return passes;
    }

    private NodePass NewPass(int index, Tensor?[][] masks)
    {
        GraphNode node = graph.Nodes[index];
        NodeReservations own = nodes[index];
        Tensor?[] inputMasks = [.. node.Inputs.Select(port => masks[port.Node][port.Output])];
        masks[index] = MaskFlow.OfNode(node.Layer, graph.Masked[index], inputMasks, shapes[index]);
        maskBytes += masks[index].Sum(mask => mask is null || inputMasks.Contains(mask) ? 0 : (long)mask.Length * sizeof(float));
        Tensor[] inputs = [.. node.Inputs.Select(Output)];
        Tensor output = memory[own.Outputs[0]];
        Tensor preActivation = own.PreActivation is int kept ? memory[kept] : node.Layer.ActivatesInput ? inputs[0] : output;
        (Parameter Parameter, GradientRows Gradient)[] gradients = [.. own.ParameterGradients.Select(pair =>
            (pair.Parameter, pair.Own is int owned ? new GradientRows(memory[owned]) : options.Gradients!.Of(pair.Parameter)!))];
        var frame = new Frame(node.Layer, new FrameTensors
        {
            Inputs = inputs,
            Outputs = [.. own.Outputs.Select(reserved => memory[reserved])],
            IsActivated = activations[index] is not null,
            PreActivation = preActivation,
            InputMasks = inputMasks,
            OutputMasks = masks[index],
            Memory = [.. own.Memory.Select(reserved => memory[reserved])],
            Prepared = node.Layer.Prepare(ShapesOf(index)),
            InputGradients = [.. own.InputGradients.Select(TensorOrNull)],
            OutputGradients = [.. own.OutputGradients.Select(TensorOrNull)],
            ParameterGradients = gradients,
        });
        return new NodePass(
            node.Layer, frame, activations[index], TensorOrNull(own.ActivityGradient),
            [.. own.Sums.Select(sum => new GradientSum(memory[sum.Source], memory[sum.Target]))],
            [.. gradients.Where((_, i) => own.ParameterGradients[i].Own is not null)
                .Select(pair => new ParameterGradientSum(pair.Gradient, options.Gradients!.Of(pair.Parameter)!))],
            RandomUse(index))
        {
            Index = index,
            GradientIsPreActivation = TakesLogits(index),
        };
    }

    private long RandomUse(int index)
    {
        GraphNode node = graph.Nodes[index];
        string path = node.Path;
        return RandomKey.OfUse(path, graph.Nodes.Take(index).Count(earlier => earlier.Layer == node.Layer && earlier.Path == path));
    }

    private Tensor? TensorOrNull(int? reserved) => reserved is int number ? memory[number] : null;

    private PassShapes ShapesOf(int index)
    {
        IReadOnlyList<Port> inputs = graph.Nodes[index].Inputs;
        return new(
            [.. inputs.Select(port => shapes[port.Node][port.Output])], shapes[index],
            [.. inputs.Select(port => graph.HasMask(port))]);
    }

    private Activation? ActivationOf(int index)
    {
        Layer layer = graph.Nodes[index].Layer;
        return layer.FinalActivation ?? (layer.FinalBias is null ? null : Activation.Linear);
    }

    /// <summary>
    /// The step at which the outputs of each node are last read; for the outputs of the graph, a step that is never reached.
    /// </summary>
    private int[] LastUses()
    {
        int[] last = new int[shapes.Length];
        for (int i = 0; i < last.Length; i++)
        {
            last[i] = i;
            foreach (Port port in graph.Nodes[i].Inputs)
                last[port.Node] = i;
        }

        // A loss reads outputs and logits behind the pass.
        foreach (Port port in graph.Outputs)
        {
            last[port.Node] = int.MaxValue;
            if (TakesLogits(port.Node) && graph.Nodes[port.Node].Layer.ActivatesInput)
                last[graph.Nodes[port.Node].Inputs[0].Node] = int.MaxValue;
        }

        return last;
    }

    private NodeReservations Reserve(int index, int lastUse)
    {
        Layer layer = graph.Nodes[index].Layer;
        PassShapes own = ShapesOf(index);
        bool reuses = options.ReusesMemory;
        int from = !reuses || layer is InputLayer ? int.MinValue : index, to = reuses ? lastUse : int.MaxValue;
        return new NodeReservations
        {
            Outputs = [.. shapes[index].Select(shape => memory.Reserve(shape, from, to))],
            PreActivation = KeepsPreActivation(index) ? memory.Reserve(shapes[index][0]) : null,
            Memory = [.. layer.Memory.Select(declared => declared.IsKept && !reuses
                ? memory.Reserve(declared.ShapeFor(own))
                : memory.Reserve(declared.ShapeFor(own), index, index))],
            OutputGradients = [.. shapes[index].Select((shape, output) => IsDifferentiated(index, output) ? memory.Reserve(shape)
                : (int?)null)],
            ActivityGradient = differentiated[index] && layer.ActivityRegularizer is not null
                ? memory.Reserve(shapes[index][0], index, index) : null,
        };
    }

    /// <summary>Outputs beyond the first have a gradient only where something is made of them.</summary>
    private bool IsDifferentiated(int index, int output)
    {
        var port = new Port(index, output);
        return differentiated[index] && (output == 0 || graph.Outputs.Contains(port)
            || graph.Nodes.Any(node => node.Inputs.Contains(port)));
    }

    /// <summary>
    /// The last consumer of an output comes first in the backward pass; it overwrites the gradient, the others add to it.
    /// </summary>
    private void ReserveGradients()
    {
        var written = new HashSet<Port>(graph.Outputs);
        var seenLayers = new HashSet<Layer>();
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            GraphNode node = graph.Nodes[i];
            NodeReservations own = nodes[i];
            foreach (Port port in node.Inputs)
                own.InputGradients.Add(differentiated[i] ? ReserveInputGradient(port, written, own) : null);
            bool isRepeated = !seenLayers.Add(node.Layer);
            foreach (Parameter parameter in node.Layer.Parameters.Where(parameter => options.Gradients?.Of(parameter) is not null))
                ReserveParameterGradient(parameter, isRepeated, own);
        }
    }

    private int? ReserveInputGradient(Port port, HashSet<Port> written, NodeReservations own)
    {
        if (nodes[port.Node].OutputGradients[port.Output] is not int target)
            return null;
        if (written.Add(port))
            return target;
        int contribution = memory.Reserve(shapes[port.Node][port.Output]);
        own.Sums.Add((contribution, target));
        return contribution;
    }

    /// <summary>A layer's last use writes the parameters' gradients; each earlier use writes to its own, to be added.</summary>
    private void ReserveParameterGradient(Parameter parameter, bool isRepeated, NodeReservations own)
    {
        own.ParameterGradients.Add((parameter, isRepeated ? memory.Reserve(parameter.Shape) : null));
    }

    private bool KeepsPreActivation(int index)
    {
        if (activations[index] is not { } activation || graph.Nodes[index].Layer.ActivatesInput)
            return false;
        return options.KeepsPreActivations || TakesLogits(index) || (differentiated[index] && activation.NeedsInput);
    }

    private bool TakesLogits(int index)
    {
        for (int output = 0; options.TakesLogits is not null && output < graph.Outputs.Count; output++)
        {
            if (graph.Outputs[output] == new Port(index) && options.TakesLogits[output])
                return true;
        }

        return false;
    }

    /// <summary>The numbers of one node's tensors in the plan's memory.</summary>
    private sealed class NodeReservations
    {
        public required int[] Outputs { get; init; }

        public required int? PreActivation { get; init; }

        public required int[] Memory { get; init; }

        public required int?[] OutputGradients { get; init; }

        public required int? ActivityGradient { get; init; }

        public List<int?> InputGradients { get; } = [];

        /// <summary>The wanted parameters, each with memory of its own where the layer is used again later in the graph.</summary>
        public List<(Parameter Parameter, int? Own)> ParameterGradients { get; } = [];

        /// <summary>The sums added to other memory after the node's backward pass.</summary>
        public List<(int Source, int Target)> Sums { get; } = [];
    }
}
