using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// All the memory of passes through one graph with one batch size, taken once: a frame for each node, and the gradients that the
/// targets ask for. The backward pass goes only where a target lies below. One pass at a time.
/// </summary>
internal sealed class ExecutionPlan
{
    private readonly LayerGraph graph;
    private readonly Frame[] frames;
    private readonly Tensor?[] outputGradients;
    private readonly GradientSum[][] gradientSums;

    /// <summary>Takes the memory.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="batchSize">The number of rows of each pass.</param>
    /// <param name="targets">What gradients are for; none for prediction.</param>
    /// <param name="keepsLogits">For each output, whether a loss will ask for the values before its final activation.</param>
    /// <param name="keepsPreActivations">Whether the values before every activation are kept, for those who look at them.</param>
    public ExecutionPlan(
        LayerGraph graph, int batchSize, GradientTargets targets = GradientTargets.None, IReadOnlyList<bool>? keepsLogits = null,
        bool keepsPreActivations = false)
    {
        this.graph = graph;
        BatchSize = batchSize;
        bool[] differentiated = Differentiated(graph, targets);
        outputGradients = new Tensor?[graph.Nodes.Count];
        gradientSums = new GradientSum[graph.Nodes.Count][];
        frames = new Frame[graph.Nodes.Count];
        Tensor[] outputs = [.. graph.Nodes.Select(node => new Tensor(node.OutputShape.WithBatch(batchSize)))];
        Tensor?[] masks = MaskFlow.Masks(graph, outputs);
        for (int i = 0; i < frames.Length; i++)
        {
            if (differentiated[i])
                outputGradients[i] = new Tensor(outputs[i].Shape);
        }

        // The last consumer of an output comes first in the backward pass; it overwrites the gradient, the others add to it.
        var alreadyWritten = new HashSet<int>(graph.Outputs);
        var seenLayers = new HashSet<Layer>();
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            GraphNode node = graph.Nodes[i];
            var sums = new List<GradientSum>();
            Tensor?[] inputGradients = differentiated[i] ? InputGradients(node, alreadyWritten, sums) : new Tensor?[node.Inputs.Count];
            bool wantsParameters = differentiated[i] && targets.HasFlag(GradientTargets.Parameters);
            bool isRepeated = !seenLayers.Add(node.Layer);
            frames[i] = new Frame(
                [.. node.Inputs.Select(input => outputs[input])], outputs[i],
                keepsPreActivations || KeepsPreActivation(i, differentiated[i], keepsLogits), outputGradients[i], inputGradients,
                wantsParameters ? ParameterGradients(node.Layer, isRepeated, sums) : [])
            {
                InputMasks = [.. node.Inputs.Select(input => masks[input])],
                OutputMask = masks[i],
                IsTrainable = node.Layer.IsTrainable,
            };
            gradientSums[i] = [.. sums];
        }

        Inputs = [.. graph.Inputs.Select(index => outputs[index])];
        Outputs = [.. graph.Outputs.Select(index => outputs[index])];
        OutputFrames = [.. graph.Outputs.Select(index => frames[index])];
    }

    public int BatchSize { get; }

    /// <summary>Where the rows of a batch are put before a pass.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The frames, one for each node of the graph.</summary>
    public IReadOnlyList<Frame> Frames => frames;

    /// <summary>What a forward pass gives.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The frames behind <see cref="Outputs"/>, in which a loss puts the gradients.</summary>
    public IReadOnlyList<Frame> OutputFrames { get; }

    /// <summary>The gradient with respect to an input, after a backward pass of a plan whose targets include the inputs.</summary>
    public Tensor InputGradient(int input) => outputGradients[graph.Inputs[input]]!;

    /// <summary>The values before the final activation of an output.</summary>
    public Tensor Logits(int output) => graph.Nodes[graph.Outputs[output]].Layer.Logits(OutputFrames[output]);

    public void Forward(bool isTraining = false, int seed = 0, long step = 0)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i].BeginPass(isTraining, seed, i, step);
            graph.Nodes[i].Layer.Forward(frames[i]);
        }
    }

    /// <summary>Takes the gradients of the outputs, which the caller has put into their frames, down to the targets.</summary>
    public void Backward()
    {
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            if (outputGradients[i] is null)
                continue;
            graph.Nodes[i].Layer.Backward(frames[i]);
            AddGradientSums(i);
        }
    }

    /// <summary>Adds what a node's backward pass has given to gradients with several contributions.</summary>
    public void AddGradientSums(int node)
    {
        foreach (GradientSum sum in gradientSums[node])
            sum.Add();
    }

    /// <summary>What the layers add to the loss of the last forward pass.</summary>
    public double Penalty()
    {
        double penalty = 0;
        foreach (Frame frame in frames)
            penalty += frame.Penalty;
        return penalty;
    }

    /// <summary>Lets the layers take what the last training pass has found into their own statistics.</summary>
    public void UpdateStatistics()
    {
        for (int i = 0; i < frames.Length; i++)
            graph.Nodes[i].Layer.UpdateStatistics(frames[i]);
    }

    /// <summary>A node is differentiated if a target lies in it or below it.</summary>
    private static bool[] Differentiated(LayerGraph graph, GradientTargets targets)
    {
        bool[] differentiated = new bool[graph.Nodes.Count];
        for (int i = 0; i < differentiated.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            differentiated[i] = node.Inputs.Any(input => differentiated[input])
                || (targets.HasFlag(GradientTargets.Parameters) && node.Layer.Parameters.Any(parameter => parameter.IsTrainable))
                || (targets.HasFlag(GradientTargets.Inputs) && graph.Inputs.Contains(i));
        }

        return differentiated;
    }

    private Tensor?[] InputGradients(GraphNode node, HashSet<int> alreadyWritten, List<GradientSum> sums)
    {
        var gradients = new Tensor?[node.Inputs.Count];
        for (int k = 0; k < gradients.Length; k++)
        {
            if (outputGradients[node.Inputs[k]] is not { } target)
                continue;
            gradients[k] = target;
            if (alreadyWritten.Add(node.Inputs[k]))
                continue;
            gradients[k] = new Tensor(target.Shape);
            sums.Add(new GradientSum(gradients[k]!, target));
        }

        return gradients;
    }

    /// <summary>A layer's last use writes the parameters' gradients; each earlier use writes to its own, to be added.</summary>
    private static (Parameter Parameter, Tensor Gradient)[] ParameterGradients(Layer layer, bool isRepeated, List<GradientSum> sums)
    {
        var gradients = new List<(Parameter, Tensor)>();
        foreach (Parameter parameter in layer.Parameters.Where(parameter => parameter.IsTrainable))
        {
            Tensor gradient = isRepeated ? new Tensor(parameter.Shape) : parameter.Gradient;
            gradients.Add((parameter, gradient));
            if (isRepeated)
                sums.Add(new GradientSum(gradient, parameter.Gradient));
        }

        return [.. gradients];
    }

    private bool KeepsPreActivation(int index, bool differentiated, IReadOnlyList<bool>? keepsLogits)
    {
        if (differentiated && graph.Nodes[index].Layer.FinalActivation is { NeedsInput: true })
            return true;
        for (int output = 0; output < graph.Outputs.Count; output++)
        {
            if (graph.Outputs[output] == index && keepsLogits is not null && keepsLogits[output])
                return true;
        }

        return false;
    }

    /// <summary>A gradient that is added to another after the backward pass of its node.</summary>
    private readonly record struct GradientSum(Tensor Source, Tensor Target)
    {
        public void Add() => TensorPrimitives.Add(Target.Data, Source.Data, Target.Data);
    }
}
