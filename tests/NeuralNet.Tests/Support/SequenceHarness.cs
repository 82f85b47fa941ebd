namespace NeuralNet.Tests;

/// <summary>
/// Runs a layer on sequences, with a padding mask and initial states where they are given, and differentiates everything.
/// </summary>
internal sealed class SequenceHarness
{
    private readonly LayerGraph graph;
    private readonly ParameterSpace space;
    private readonly ExecutionPlan plan;
    private readonly bool isMasked;

    /// <param name="layer">The layer.</param>
    /// <param name="sequences">The shape of the sequences, with the batch axis.</param>
    /// <param name="states">The shapes of the initial states, with the batch axis.</param>
    /// <param name="isMasked">true if the sequences carry a mask.</param>
    /// <param name="isDifferentiated">false for a plan of predictions.</param>
    public SequenceHarness(Layer layer, Shape sequences, IReadOnlyList<Shape> states, bool isMasked = false, bool isDifferentiated = true)
    {
        Layer = layer;
        this.isMasked = isMasked;
        var input = new Input(sequences.WithoutBatch());
        Input[] initial = [.. states.Select(shape => new Input(shape.WithoutBatch()))];
        Input[] mask = isMasked ? [new Input(sequences[1])] : [];
        Node source = isMasked ? input.Merge(new GivenMask(), mask[0]) : input;
        Node output = initial.Length == 0 ? source.Add(layer) : source.Merge(layer, initial);
        graph = LayerGraph.Between([input, .. initial, .. mask], output.Outputs);
        graph.Initialize(seed: 1);
        space = new ParameterSpace([.. graph.Parameters.Where(parameter => parameter.IsTrainable)]);
        IReadOnlyList<Shape> shapes = [sequences, .. states, .. mask.Select(_ => new Shape(sequences[0], sequences[1]))];
        plan = new ExecutionPlan(graph, shapes, isDifferentiated
            ? new PlanOptions { Gradients = space, DifferentiatesInputs = true }
            : new PlanOptions());
    }

    public Layer Layer { get; }

    public IReadOnlyList<Parameter> Parameters => graph.Parameters;

    public IReadOnlyList<Tensor> Outputs => plan.Outputs;

    public IReadOnlyList<Tensor?> OutputMasks => plan.OutputMasks;

    public Tensor InputGradient => plan.InputGradients[0]!;

    public Tensor StateGradient(int state) => plan.InputGradients[1 + state]!;

    /// <summary>Returns the parameter whose path ends with a name, such as <c>forward_lstm/lstm_cell/kernel</c>.</summary>
    public Parameter Parameter(string name) => graph.Parameters.Single(parameter =>
        $"/{graph.PathOf(parameter)}".EndsWith($"/{name}", StringComparison.Ordinal));

    public Tensor Gradient(Parameter parameter) => space.Of(parameter)!.Values;

    public IReadOnlyList<Tensor> Forward(
        Tensor sequences, IReadOnlyList<Tensor> states, Tensor? mask, bool isTraining = false, int seed = 5, long step = 0)
    {
        Assert.Equal(isMasked, mask is not null);
        Tensor[] inputs = [sequences, .. states, .. mask is null ? Array.Empty<Tensor>() : [mask]];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i].Data.CopyTo(plan.Inputs[i].Data);
        plan.Forward(isTraining, seed, step);
        return plan.Outputs;
    }

    public void Backward(IReadOnlyList<Tensor> upstreams)
    {
        for (int i = 0; i < upstreams.Count; i++)
            upstreams[i].Data.CopyTo(plan.OutputGradients[i]!.Data);
        plan.Backward();
    }

    /// <summary>The bits of all outputs and gradients.</summary>
    public int[] AllBits() =>
    [
        .. plan.Outputs.SelectMany(Bits.Of), .. plan.InputGradients.SelectMany(gradient => Bits.Of(gradient!)),
        .. space.Parameters.SelectMany(parameter => Bits.Of(Gradient(parameter))),
    ];
}
