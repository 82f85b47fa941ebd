namespace NeuralNet;

/// <summary>
/// Applies a layer to every step of sequences with the same weights. Input (batch, steps, …), output (batch, steps, …): the layer sees
/// batches whose rows are the steps of all samples, so that a layer with statistics of its batch, such as <see cref="BatchNormalization"/>,
/// has them of all steps together. Keras: layers/rnn/time_distributed.py.
/// </summary>
/// <param name="layer">The layer, which may be a model, with one input and one output.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class TimeDistributed(Layer layer, string? name = null) : Layer(name)
{
    private readonly Layer layer = layer ?? throw new ArgumentNullException(nameof(layer));
    private Shape stepShape = null!;

    /// <inheritdoc/>
    public override bool IsTrainable
    {
        get => base.IsTrainable;
        set => base.IsTrainable = layer.IsTrainable = value;
    }

    /// <summary>
    /// The mask of the steps goes on with the output. A mask within the steps, such as that of tokens of sentences, goes to the layer.
    /// </summary>
    public override MaskHandling MaskHandling => MaskHandling.Consumed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        stepShape = StepOf(RequireSteps(builder.InputShape));
        builder.Adopt(GraphFor(stepShape, isMasked: false).Parameters);
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = RequireSteps(OnlyInput(inputs));
        IReadOnlyList<Shape> outputs = layer.OutputShapesFor([StepOf(input)]);
        return outputs.Count == 1
            ? [input[0], .. outputs[0]]
            : throw Error($"takes a layer with one output; '{layer.Name}' has {outputs.Count}");
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs)
    {
        if (!inputHasMask[0])
            return [false];
        LayerGraph graph = GraphFor(stepShape, inputHasMask[0]);
        return [IsWithinSteps(stepShape) ? graph.HasMask(graph.Outputs[0]) : graph.OutputShapes.First().Rank == 1];
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new InnerPlans(GraphFor(StepOf(shapes.Input.WithoutBatch()), shapes.InputHasMask[0]), shapes.BatchSize * shapes.Input[1], count: 1);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        plans.Begin(frame);
        ExecutionPlan plan = plans[0];
        frame.Input.Data.CopyTo(plan.Inputs[0].Data);
        if (plan.Inputs.Count > 1)
            frame.Mask!.Data.CopyTo(plan.Inputs[1].Data);
        plans.Forward(frame, plan);
        plan.Outputs[0].Data.CopyTo(frame.Output.Data);
        frame.Penalty = plan.Penalty();
        if (frame.OutputMask is { } mask)
            (plan.OutputMasks[0] ?? frame.Mask!).Data.CopyTo(mask.Data);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        ExecutionPlan plan = plans[0];
        frame.OutputGradient.Data.CopyTo(plan.OutputGradients[0]!.Data);
        plan.Backward();
        plans.AddGradients(frame, isFirst: true);
        if (frame.InputGradient is { } inputGradient)
            plan.InputGradients[0]!.Data.CopyTo(inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void UpdateStatistics(Frame frame) => frame.Prepared<InnerPlans>().UpdateStatistics();

    internal override string PathWithin(Parameter parameter) => GraphFor(stepShape, isMasked: false).PathOf(parameter);

    internal override void Unbuild()
    {
        layer.Unbuild();
        base.Unbuild();
    }

    private Shape RequireSteps(Shape input) => input.Rank >= 2
        ? input
        : throw Error($"takes sequences of at least one axis in each step, (batch, steps, …); it was given the shape "
            + $"{input.ToStringWithBatch()}");

    /// <summary>The graph of the layer on one step; a mask within the step is its second input.</summary>
    private LayerGraph GraphFor(Shape step, bool isMasked)
    {
        if (!isMasked || !IsWithinSteps(step))
            return LayerGraph.Single(layer, [step]);
        Input input = new(step), mask = new(new Shape(step.Sizes[..^1]));
        return LayerGraph.Between([input, mask], input.Merge(new MaskedSteps(), mask).Add(layer).Outputs);
    }

    /// <summary>Returns whether a mask of sequences of such steps has a value for each part of a step, rather than for each step.</summary>
    private static bool IsWithinSteps(Shape step) => step.Rank > 1;

    private static Shape StepOf(Shape input) => new(input.Sizes[1..]);
}
