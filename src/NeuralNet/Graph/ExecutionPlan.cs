namespace NeuralNet;

/// <summary>
/// The memory of passes through one graph for inputs of given shapes, allocated once: a frame for each node, and the gradients that the
/// targets ask for. The backward pass goes only where a target lies below. A plan without gradients reuses the memory of values that nobody
/// needs any more. One pass at a time.
/// </summary>
internal sealed class ExecutionPlan
{
    private readonly LayerGraph graph;
    private readonly NodePass[] passes;
    private readonly bool[] differentiated;

    /// <summary>Allocates the memory for passes with one number of rows.</summary>
    /// <inheritdoc cref="ExecutionPlan(LayerGraph, IReadOnlyList{Shape}, PlanOptions)"/>
    public ExecutionPlan(LayerGraph graph, int batchSize, PlanOptions? options = null)
        : this(graph, [.. graph.InputShapes.Select(shape => shape.WithBatch(batchSize))], options)
    {
    }

    /// <summary>Allocates the memory.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="inputShapes">The shape of each input, with the batch as its first axis; no axis is open.</param>
    /// <param name="options">The purpose of the passes; prediction by default.</param>
    public ExecutionPlan(LayerGraph graph, IReadOnlyList<Shape> inputShapes, PlanOptions? options = null)
    {
        this.graph = graph;
        InputShapes = inputShapes;
        differentiated = Differentiated(graph, options ??= new PlanOptions());
        var layout = new PlanLayout(graph, graph.ShapesFor(inputShapes), differentiated, options);
        passes = layout.NewPasses();
        Bytes = layout.Bytes;
        Inputs = [.. graph.Inputs.Select(node => layout.Output(new Port(node)))];
        Outputs = [.. graph.Outputs.Select(layout.Output)];
        OutputMasks = [.. graph.Outputs.Select(port => passes[port.Node].Frame.OutputMasks[port.Output])];
        OutputGradients = [.. graph.Outputs.Select(port => passes[port.Node].Frame.OutputGradients[port.Output])];
        InputGradients = [.. graph.Inputs.Select(node => passes[node].Frame.OutputGradientOrNull)];
    }

    /// <summary>The shape of each input, with the batch as its first axis.</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The number of rows of each pass.</summary>
    public int BatchSize => InputShapes[0][0];

    /// <summary>The bytes of all tensors of the plan.</summary>
    public long Bytes { get; }

    /// <summary>The tensors into which the rows of a batch are put before a pass.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The parts of the nodes in the passes.</summary>
    public IReadOnlyList<NodePass> Passes => passes;

    /// <summary>The results of a forward pass.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The padding masks of <see cref="Outputs"/>, null for those without one.</summary>
    public IReadOnlyList<Tensor?> OutputMasks { get; }

    /// <summary>The tensors in which a loss puts its gradient by each output, null for an output below which is no target.</summary>
    public IReadOnlyList<Tensor?> OutputGradients { get; }

    /// <summary>The gradients by the inputs after a backward pass, null unless the targets include the inputs.</summary>
    public IReadOnlyList<Tensor?> InputGradients { get; }

    /// <summary>The values before the final activation of an output.</summary>
    public Tensor Logits(int output) => passes[graph.Outputs[output].Node].Frame.PreActivation;

    /// <summary>Returns whether the inputs of a pass have the shapes that the plan was made for.</summary>
    public bool IsFor(IReadOnlyList<Shape> inputShapes)
    {
        for (int i = 0; i < InputShapes.Count; i++)
        {
            if (!InputShapes[i].Equals(inputShapes[i]))
                return false;
        }

        return true;
    }

    /// <summary>Computes the outputs.</summary>
    /// <param name="isTraining">Whether the pass is one of training.</param>
    /// <param name="seed">The seed of random draws.</param>
    /// <param name="step">The step of the training.</param>
    /// <param name="part">The part of a batch that the rows are, where processes share it; null for a whole batch.</param>
    public void Forward(bool isTraining = false, int seed = 0, long step = 0, BatchPart? part = null)
    {
        foreach (NodePass pass in passes)
            pass.Forward(isTraining, seed, step, part);
    }

    /// <summary>
    /// Takes the gradients of the outputs, which the caller has put into <see cref="OutputGradients"/>, down to the targets.
    /// </summary>
    /// <param name="observer">Told when a node is done; null if nobody is.</param>
    public void Backward(IBackwardObserver? observer = null)
    {
        for (int i = passes.Length - 1; i >= 0; i--)
        {
            if (differentiated[i])
                passes[i].Backward();
            observer?.AfterNode(i);
        }
    }

    /// <summary>Returns whether the backward pass goes through a node.</summary>
    public bool IsDifferentiated(int node) => differentiated[node];

    /// <summary>The sum of what the layers add to the loss of the last forward pass.</summary>
    public double Penalty()
    {
        double penalty = 0;
        foreach (NodePass pass in passes)
            penalty += pass.Frame.Penalty;
        return penalty;
    }

    /// <summary>Updates the statistics of the layers from the last training pass.</summary>
    public void UpdateStatistics()
    {
        foreach (NodePass pass in passes)
            pass.Layer.UpdateStatistics(pass.Frame);
    }

    /// <summary>A node is differentiated if a target lies in it or below it.</summary>
    private static bool[] Differentiated(LayerGraph graph, PlanOptions options)
    {
        bool[] differentiated = new bool[graph.Nodes.Count];
        for (int i = 0; i < differentiated.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            differentiated[i] = node.Inputs.Any(port => differentiated[port.Node])
                || node.Layer.Parameters.Any(parameter => options.Gradients?.Of(parameter) is not null)
                || (options.DifferentiatesInputs && graph.Inputs.Contains(i));
        }

        return differentiated;
    }
}
