namespace NeuralNet;

/// <summary>
/// Reduces the steps of each sample to one, without padding: (batch, steps, features) becomes (batch, features), or
/// (batch, 1, features) if the axis is kept. A sample that is all padding gives zeros. Keras: layers/pooling/base_global_pooling.py.
/// </summary>
public abstract class GlobalPooling1D : Layer
{
    private LayerMemory workspace = null!;

    private protected GlobalPooling1D(bool keepDims, string? name)
        : base(name) => KeepDims = keepDims;

    /// <summary>Gets a value indicating whether the axis of the steps is kept, with size 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    public sealed override MaskHandling MaskHandling => MaskHandling.Consumed;

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder) =>
        workspace = builder.AddWorkspace("workspace", shapes => shapes.Output);

    /// <inheritdoc/>
    protected internal sealed override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        OnlyInput(inputs) is { Rank: 2 } shape && shape[0] != 0
            ? KeepDims ? [1, shape[1]] : shape[1]
            : throw Error(
                "takes inputs of shape (None, steps, features) with at least one step; it was given "
                + $"{OnlyInput(inputs).ToStringWithBatch()}");

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        for (int sample = 0; sample < frame.BatchSize; sample++)
            Pool(frame.Input.Row(sample), Mask(frame, sample), frame.Output.Row(sample));
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        for (int sample = 0; sample < frame.BatchSize; sample++)
        {
            PutGradient(
                frame.Input.Row(sample), Mask(frame, sample), frame.Output.Row(sample), frame.OutputGradient.Row(sample),
                frame[workspace].Row(sample), inputGradient.Row(sample));
        }
    }

    /// <inheritdoc/>
    protected internal sealed override void WriteTo(Configuration configuration) => configuration.Set("keepdims", KeepDims);

    /// <summary>Pools the steps of one sample, which are consecutive; the mask is empty if all steps are data.</summary>
    private protected abstract void Pool(ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, Span<float> output);

    /// <summary>
    /// Writes the gradient of the steps of one sample; may overwrite the gradient of the output. The scratch has the length of an output.
    /// </summary>
    private protected abstract void PutGradient(
        ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient);

    /// <summary>Returns whether a step is data.</summary>
    private protected static bool IsData(ReadOnlySpan<float> mask, int step) => mask.IsEmpty || mask[step] != 0;

    private static ReadOnlySpan<float> Mask(Frame frame, int sample) => frame.Mask is { } mask ? mask.Row(sample) : default;
}
