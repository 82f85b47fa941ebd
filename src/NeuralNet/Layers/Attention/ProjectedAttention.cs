using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Attention of several heads between projections: the layers <see cref="MultiHeadAttention"/> and <see cref="GroupQueryAttention"/>.
/// </summary>
/// <param name="layer">The layer.</param>
internal sealed class ProjectedAttention(Layer layer)
{
    private HeadProjection query = null!, key = null!, value = null!, output = null!;
    private HeadProjection? gate;
    private LayerMemory queries = null!, keys = null!, values = null!, context = null!, gates = null!, gated = null!, logSumExp = null!;
    private LayerMemory queryGradient = null!, keyGradient = null!, valueGradient = null!, contextGradient = null!;
    private LayerMemory gateGradient = null!, penaltyGradient = null!;

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    public required int KeySize { get; init; }

    public required int ValueSize { get; init; }

    /// <summary>The axes of the output behind those of the query; null for the number of features of the query.</summary>
    public Shape? Output { get; init; }

    /// <summary>The axes of the attention; null for all.</summary>
    public IReadOnlyList<int>? Axes { get; init; }

    public float Dropout { get; init; }

    public int? Window { get; init; }

    public bool HasGate { get; init; }

    public bool IsCausal { get; init; }

    public bool TakesMask { get; init; }

    public bool ReturnsScores { get; init; }

    public required ProjectionSettings Projections { get; init; }

    private int ContextSize => Heads * ValueSize;

    public void Build(LayerBuilder builder)
    {
        IReadOnlyList<Shape> inputs = builder.InputShapes;
        AttentionInputs roles = RolesOf(inputs);
        Check(inputs);
        int features = FeaturesOf(inputs, AttentionInputs.Query);
        query = new(builder, "query", features, [Heads, KeySize], Projections);
        key = new(builder, "key", FeaturesOf(inputs, roles.Key), [KeyValueHeads, KeySize], Projections);
        gate = HasGate ? new(builder, "gate", features, [Heads, ValueSize], Projections) : null;
        value = new(builder, "value", FeaturesOf(inputs, roles.Value), [KeyValueHeads, ValueSize], Projections);
        output = new(builder, "attention_output", [Heads, ValueSize], Output ?? features, Projections);

        queries = builder.AddMemory("queries", shapes => shapes.Inputs[AttentionInputs.Query].WithLast(Heads * KeySize));
        keys = builder.AddMemory("keys", shapes => shapes.Inputs[roles.Key].WithLast(KeyValueHeads * KeySize));
        values = builder.AddMemory("values", shapes => shapes.Inputs[roles.Value].WithLast(KeyValueHeads * ValueSize));
        context = builder.AddMemory("context", ContextShape);
        gates = builder.AddMemory("gates", shapes => HasGate ? ContextShape(shapes) : 0);
        gated = builder.AddMemory("gated", shapes => HasGate ? ContextShape(shapes) : 0);
        logSumExp = builder.AddMemory("log_sum_exp", shapes => shapes.Inputs[AttentionInputs.Query].WithLast(Heads));
        queryGradient = builder.AddWorkspace("query_gradient", shapes => shapes.Inputs[AttentionInputs.Query].WithLast(Heads * KeySize));
        keyGradient = builder.AddWorkspace("key_gradient", shapes => shapes.Inputs[roles.Key].WithLast(KeyValueHeads * KeySize));
        valueGradient = builder.AddWorkspace("value_gradient", shapes => shapes.Inputs[roles.Value].WithLast(KeyValueHeads * ValueSize));
        contextGradient = builder.AddWorkspace("context_gradient", ContextShape);
        gateGradient = builder.AddWorkspace("gate_gradient", shapes => HasGate ? ContextShape(shapes) : 0);
        penaltyGradient = builder.AddWorkspace("penalty_gradient", shapes => Projections.ActivityRegularizer is null
            ? 0
            : Math.Max(ContextShape(shapes).Size, Math.Max(shapes.Inputs[AttentionInputs.Query].WithLast(Heads * KeySize).Size,
                shapes.Inputs[roles.Value].WithLast(KeyValueHeads * Math.Max(KeySize, ValueSize)).Size)));
    }

    /// <summary>Returns the shape of the output and, if they are asked for, of the scores: (…, heads, queries…, keys…).</summary>
    public IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        AttentionShapes shapes = Check(inputs);
        Shape queryShape = inputs[AttentionInputs.Query];
        Shape attended = [.. queryShape.SkipLast(1), .. Output ?? queryShape.Last];
        return ReturnsScores ? [attended, [.. shapes.OtherAxes, Heads, .. shapes.QueryAxes, .. shapes.KeyAxes]] : [attended];
    }

    public AttentionGeometry Prepare(PassShapes shapes) =>
        Check([.. shapes.Inputs.Select(input => input.WithoutBatch())])
            .GeometryOf(shapes.BatchSize, Heads, KeyValueHeads, KeySize, ValueSize);

    /// <summary>Returns whether the output carries the padding mask of the query; scores carry none.</summary>
    public static IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) =>
        outputs == 1 ? [inputHasMask[AttentionInputs.Query]] : [inputHasMask[AttentionInputs.Query], false];

    public void Forward(Frame frame)
    {
        AttentionInputs roles = RolesOf(frame.Inputs.Count);
        PassMask(frame);
        Project(frame, query, AttentionInputs.Query, queries);
        Project(frame, key, roles.Key, keys);
        Project(frame, value, roles.Value, values);
        AttentionForward<DotScores>.Run(PassOf(frame, roles), default);
        output.Forward(gate is null ? frame[context] : Gate(frame, gate), frame.Outputs[0]);
    }

    /// <summary>Creates memory for the keys and values of a sequence that is computed step by step.</summary>
    /// <exception cref="ArgumentException">A step depends on more than the steps before it.</exception>
    public KeyValueCache NewCache(int capacity, int inputs)
    {
        if (!IsCausal || inputs > 1 || ReturnsScores)
        {
            throw layer.Error("cannot compute a sequence step by step: it must attend to its only input with useCausalMask: true and return "
                + "no scores");
        }

        return new KeyValueCache(capacity, KeyValueHeads * KeySize, KeyValueHeads * ValueSize);
    }

    /// <summary>Computes one more step of a sequence, whose key and value it adds to those of the earlier steps.</summary>
    public void ForwardStep(Frame frame, KeyValueCache cache, int step)
    {
        query.Forward(frame.Input, frame[queries]);
        key.Forward(frame.Input, frame[keys]);
        value.Forward(frame.Input, frame[values]);
        cache.Write(step, frame[keys], frame[values]);
        var geometry = new AttentionGeometry
        {
            Batch = 1,
            QueryLength = 1,
            KeyLength = step + 1,
            Heads = Heads,
            KeyValueHeads = KeyValueHeads,
            KeySize = KeySize,
            ValueSize = ValueSize,
        };
        AttentionForward<DotScores>.Run(
            new AttentionPass
            {
                Geometry = geometry,
                Query = frame[queries],
                Key = cache.Keys,
                Value = cache.Values,
                Output = frame[context],
                LogSumExp = frame[logSumExp],
                Mask = new AttentionMask { Geometry = geometry, Window = Window, FirstStep = step },
                Scale = 1 / MathF.Sqrt(KeySize),
            }, default);
        output.Forward(gate is null ? frame[context] : Gate(frame, gate), frame.Output);
    }

    public void Backward(Frame frame)
    {
        AttentionInputs roles = RolesOf(frame.Inputs.Count);
        Tensor ofContext = frame[contextGradient];
        output.Backward(frame, frame[gate is null ? context : gated], frame.OutputGradient, ofContext);
        bool needsQuery = query.NeedsGradient(frame, AttentionInputs.Query);
        bool needsKey = key.NeedsGradient(frame, roles.Key), needsValue = value.NeedsGradient(frame, roles.Value);
        if (gate is not null)
            BackwardGate(frame, gate, ofContext);
        AttentionBackward<DotScores>.Run(PassOf(frame, roles), new AttentionGradients
        {
            Output = ofContext,
            Probabilities = ReturnsScores ? frame.OutputGradients[1] : null,
            Query = needsQuery ? frame[queryGradient] : null,
            Key = needsKey ? frame[keyGradient] : null,
            Value = needsValue ? frame[valueGradient] : null,
        }, default);
        if (needsQuery)
            BackwardProjection(frame, query, AttentionInputs.Query, queries, queryGradient, adds: gate is not null);
        if (needsValue)
            BackwardProjection(frame, value, roles.Value, values, valueGradient, adds: roles.Value == AttentionInputs.Query);
        if (needsKey)
            BackwardProjection(frame, key, roles.Key, keys, keyGradient, adds: roles.Key <= roles.Value);
    }

    private static void Project(Frame frame, HeadProjection projection, int input, LayerMemory heads)
    {
        projection.Forward(frame.Inputs[input], frame[heads]);
        projection.AddPenalty(frame, frame[heads]);
    }

    private void BackwardProjection(
        Frame frame, HeadProjection projection, int input, LayerMemory heads, LayerMemory gradient, bool adds)
    {
        projection.AddPenaltyGradient(frame, frame[heads], frame[gradient], frame[penaltyGradient]);
        projection.Backward(frame, frame.Inputs[input], frame[gradient], frame.InputGradients[input], adds);
    }

    /// <summary>Returns the context multiplied by σ(gate).</summary>
    private Tensor Gate(Frame frame, HeadProjection projection)
    {
        projection.Forward(frame.Inputs[AttentionInputs.Query], frame[gates]);
        ActivationPass.Forward(Activation.Sigmoid, frame[gates], null, frame[gates], ContextSize);
        projection.AddPenalty(frame, frame[gates]);
        TensorPrimitives.Multiply(frame[context].Data, frame[gates].Data, frame[gated].Data);
        return frame[gated];
    }

    /// <summary>Writes the gradients of the gate, and turns the gradient of the gated context into that of the context.</summary>
    private void BackwardGate(Frame frame, HeadProjection projection, Tensor ofContext)
    {
        Tensor ofGates = frame[gateGradient];
        TensorPrimitives.Multiply(ofContext.Data, frame[context].Data, ofGates.Data);
        TensorPrimitives.Multiply(ofContext.Data, frame[gates].Data, ofContext.Data);
        projection.AddPenaltyGradient(frame, frame[gates], ofGates, frame[penaltyGradient]);
        ActivationPass.Backward(Activation.Sigmoid, frame[gates], frame[gates], ofGates, ContextSize);
        projection.Backward(frame, frame.Inputs[AttentionInputs.Query], ofGates, frame.InputGradients[AttentionInputs.Query]);
    }

    private AttentionPass PassOf(Frame frame, AttentionInputs roles) => new()
    {
        Geometry = frame.Prepared<AttentionGeometry>(),
        Query = frame[queries],
        Key = frame[keys],
        Value = frame[values],
        Output = frame[context],
        LogSumExp = frame[logSumExp],
        Probabilities = ReturnsScores ? frame.Outputs[1] : null,
        Mask = new AttentionMask
        {
            Geometry = frame.Prepared<AttentionGeometry>(),
            Queries = frame.InputMasks[AttentionInputs.Query],
            Keys = frame.InputMasks[roles.Key],
            Values = roles.Value == roles.Key ? null : frame.InputMasks[roles.Value],
            Pairs = roles.HasMask ? frame.Inputs[roles.Mask] : null,
            IsCausal = IsCausal,
            Window = Window,
        },
        Scale = 1 / MathF.Sqrt(KeySize),
        Dropout = AttentionDropout.Of(frame, Dropout),
    };

    /// <summary>
    /// Writes the padding mask of the query, unless the output has the very tensor; a step of several rows repeats its value.
    /// </summary>
    private static void PassMask(Frame frame)
    {
        if (frame.OutputMask is not { } mask || frame.Mask is not { } queryMask || mask == queryMask)
            return;
        int rows = mask.Length / queryMask.Length;
        for (int step = 0; step < queryMask.Length; step++)
            mask.Data.Slice(step * rows, rows).Fill(queryMask.Data[step]);
    }

    private Shape ContextShape(PassShapes shapes) => shapes.Inputs[AttentionInputs.Query].WithLast(ContextSize);

    private AttentionInputs RolesOf(int inputs) => AttentionInputs.Of(layer, inputs, TakesMask);

    private AttentionInputs RolesOf(IReadOnlyList<Shape> inputs) => RolesOf(inputs.Count);

    private AttentionShapes Check(IReadOnlyList<Shape> inputs)
    {
        var shapes = new AttentionShapes(layer, Axes, RolesOf(inputs), inputs);
        shapes.Check(Heads, needsOneAxis: IsCausal || Window is not null);
        return shapes;
    }

    /// <exception cref="ArgumentException">The axis of the features is open.</exception>
    private int FeaturesOf(IReadOnlyList<Shape> inputs, int input) => inputs[input].Last is not (Shape.Open or 0) and int features
        ? features
        : throw layer.Error($"needs inputs with a number of features, their last axis; it was given {inputs[input].ToStringWithBatch()}");
}
