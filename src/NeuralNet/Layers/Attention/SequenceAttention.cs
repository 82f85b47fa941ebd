using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Attention without projections: output = softmax(scores(query, key) + mask)·value. Inputs: the query (batch, steps, features); the value
/// (batch, steps of values, features), by default the query; the key, by default the value. Output (batch, steps, features of the value).
/// A padding mask of the value hides its steps; where the query is padding, the output is 0, and the output carries the query's mask. A
/// query that sees no key has the output 0. Computed in blocks, in memory that is linear in the steps.
/// </summary>
public abstract class SequenceAttention : Layer
{
    private LayerMemory logSumExp = null!, keyGradient = null!, valueGradient = null!;

    private protected SequenceAttention(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    private protected abstract float DropoutRate { get; }

    private protected abstract bool IsCausal { get; }

    private protected abstract bool ReturnsScores { get; }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Check(builder.InputShapes);
        AttentionInputs roles = RolesOf(builder.InputShapes.Count);
        logSumExp = builder.AddMemory("log_sum_exp", shapes => shapes.Input.WithLast(1));

        // The gradients of inputs that play two roles are summed.
        valueGradient = builder.AddWorkspace("value_gradient", shapes => roles.Value == AttentionInputs.Query ? shapes.Input : 0);
        keyGradient = builder.AddWorkspace("key_gradient", shapes => roles.Key == roles.Value ? shapes.Inputs[roles.Key] : 0);
    }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        Check(inputs);
        int steps = inputs[0][0], keys = inputs[RolesOf(inputs.Count).Value][0];
        Shape output = [steps, inputs[RolesOf(inputs.Count).Value].Last];
        return ReturnsScores ? [output, [steps, keys]] : [output];
    }

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes)
    {
        Shape[] rows = [.. shapes.Inputs.Select(input => input.WithoutBatch())];
        return Check(rows).GeometryOf(shapes.BatchSize, 1, 1, rows[0].Last, rows[RolesOf(rows.Length).Value].Last);
    }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) =>
        outputs == 1 ? [inputHasMask[AttentionInputs.Query]] : [inputHasMask[AttentionInputs.Query], false];

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        AttentionInputs roles = RolesOf(frame.Inputs.Count);
        if (frame.OutputMask is { } mask && mask != frame.Mask)
            frame.Mask!.Data.CopyTo(mask.Data);
        Attend(frame, PassOf(frame, roles));
        ClearPadding(frame.Mask, frame.Outputs[0]);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        AttentionInputs roles = RolesOf(frame.Inputs.Count);
        ClearPadding(frame.Mask, frame.OutputGradient);
        IReadOnlyList<Tensor?> inputs = frame.InputGradients;
        var gradients = new AttentionGradients
        {
            Output = frame.OutputGradient,
            Probabilities = ReturnsScores ? frame.OutputGradients[1] : null,
            Query = inputs[AttentionInputs.Query],
            Value = inputs[roles.Value] is null || roles.Value != AttentionInputs.Query ? inputs[roles.Value] : frame[valueGradient],
            Key = inputs[roles.Key] is null || roles.Key != roles.Value ? inputs[roles.Key] : frame[keyGradient],
        };
        Differentiate(frame, PassOf(frame, roles), gradients);
        AddTo(inputs[roles.Value], gradients.Value);
        AddTo(inputs[roles.Key], gradients.Key);
    }

    /// <summary>Computes the output by the scores of the layer.</summary>
    private protected abstract void Attend(Frame frame, in AttentionPass pass);

    /// <summary>Writes the gradients, and those of the parameters.</summary>
    private protected abstract void Differentiate(Frame frame, in AttentionPass pass, in AttentionGradients gradients);

    /// <summary>Adds the gradient of a role to that of the input, if it was not written there.</summary>
    private static void AddTo(Tensor? inputGradient, Tensor? ofRole)
    {
        if (inputGradient is not null && ofRole is not null && ofRole != inputGradient)
            TensorPrimitives.Add(inputGradient.Data, ofRole.Data, inputGradient.Data);
    }

    /// <summary>Sets the steps that are padding to 0.</summary>
    private static void ClearPadding(Tensor? mask, Tensor steps)
    {
        if (mask is null)
            return;
        int width = steps.Length / mask.Length;
        for (int step = 0; step < mask.Length; step++)
        {
            if (mask.Data[step] == 0)
                steps.Data.Slice(step * width, width).Clear();
        }
    }

    private AttentionPass PassOf(Frame frame, AttentionInputs roles) => new()
    {
        Geometry = frame.Prepared<AttentionGeometry>(),
        Query = frame.Input,
        Key = frame.Inputs[roles.Key],
        Value = frame.Inputs[roles.Value],
        Output = frame.Outputs[0],
        LogSumExp = frame[logSumExp],
        Probabilities = ReturnsScores ? frame.Outputs[1] : null,
        Mask = new AttentionMask
        {
            Geometry = frame.Prepared<AttentionGeometry>(),
            Values = frame.InputMasks[roles.Value],
            IsCausal = IsCausal,
        },
        Scale = 1,
        Dropout = AttentionDropout.Of(frame, DropoutRate),
        ShowsDropout = true,
    };

    private AttentionInputs RolesOf(int inputs) => AttentionInputs.Of(this, inputs, hasMask: false);

    private AttentionShapes Check(IReadOnlyList<Shape> inputs)
    {
        AttentionInputs roles = RolesOf(inputs.Count);
        if (inputs.FirstOrDefault(input => input.Rank != 2 || input.Last is Shape.Open or 0) is { } wrong)
            throw Error($"takes sequences of shape (None, steps, features); it was given {wrong.ToStringWithBatch()}");
        if (inputs[AttentionInputs.Query].Last != inputs[roles.Key].Last)
        {
            throw Error($"compares queries with keys of as many features; it was given {inputs[AttentionInputs.Query].ToStringWithBatch()} "
                + $"and {inputs[roles.Key].ToStringWithBatch()}");
        }

        var shapes = new AttentionShapes(this, null, roles, inputs);
        shapes.Check(heads: 1, needsOneAxis: IsCausal);
        return shapes;
    }
}
