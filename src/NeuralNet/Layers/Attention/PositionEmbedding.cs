using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Learns a vector for each position of a sequence: output[b, …, t] = embeddings[t], whatever the values of the input. Input
/// (batch, …, steps, features), embeddings (sequenceLength, features), output of the shape of the input; it is added to the vectors of
/// tokens. A sequence of more steps has the vectors eₜ + α/(1 − α)·(e_⌊t/n⌋ − e₀) with t modulo n in the first term, where n is the
/// number of positions. A padding mask is passed on, so that the sum with the vectors of tokens keeps their mask. KerasHub:
/// layers/modeling/position_embedding.py.
/// </summary>
/// <param name="sequenceLength">The number of positions that have a vector.</param>
/// <param name="initializer">The initializer of the vectors; <see cref="GlorotUniform"/> by default.</param>
/// <param name="hierarchicalAlpha">The number α by which longer sequences are encoded, less than 1; 0.4 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The length is less than 1, or α is not from 0 to less than 1.</exception>
[Configurable]
public sealed partial class PositionEmbedding(
    int sequenceLength, Initializer? initializer = null, float hierarchicalAlpha = 0.4f, string? name = null)
    : Layer(name), IStepwiseLayer
{
    private readonly int sequenceLength = Require.Positive(sequenceLength);
    private readonly Initializer initializer = initializer ?? new GlorotUniform();
    private readonly float hierarchicalAlpha = Require.FractionBelowOne(hierarchicalAlpha);
    private Parameter embeddings = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    private float Weight => hierarchicalAlpha / (1 - hierarchicalAlpha);

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) =>
        embeddings = builder.AddParameter("embeddings", [sequenceLength, builder.Features], initializer);

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (input.Rank < 2)
            throw Error($"takes sequences of shape (None, steps, features); it was given {input.ToStringWithBatch()}");
        return input[^2] == Shape.Open || input[^2] <= (long)sequenceLength * sequenceLength
            ? input
            : throw Error($"encodes at most {(long)sequenceLength * sequenceLength} steps, the square of its sequenceLength; it was given "
                + input.ToStringWithBatch());
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int steps = frame.Output.Shape[^2], features = frame.Output.Shape.Last;
        Span<float> first = frame.Output.Data[..(steps * features)];
        for (int t = 0; t < steps; t++)
            WriteVector(t, first.Slice(t * features, features));
        for (int start = first.Length; start < frame.Output.Length; start += first.Length)
            first.CopyTo(frame.Output.Data[start..]);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        frame.InputGradient?.Data.Clear();
        if (frame.Gradient(embeddings) is not { } gradient)
            return;
        gradient.Data.Clear();
        int steps = frame.Output.Shape[^2], features = frame.Output.Shape.Last;
        for (int start = 0; start < frame.OutputGradient.Length; start += features)
            AddGradient(start / features % steps, frame.OutputGradient.Data.Slice(start, features), gradient);
    }

    void IStepwiseLayer.ForwardStep(Frame frame, KeyValueCache? cache, int step) => WriteVector(step, frame.Output.Data);

    private void WriteVector(int step, Span<float> vector)
    {
        embeddings.Value.Row(step % sequenceLength).CopyTo(vector);
        if (step < sequenceLength)
            return;
        TensorPrimitives.MultiplyAdd(embeddings.Value.Row(step / sequenceLength), Weight, vector, vector);
        TensorPrimitives.MultiplyAdd(embeddings.Value.Row(0), -Weight, vector, vector);
    }

    private void AddGradient(int step, ReadOnlySpan<float> vector, Tensor gradient)
    {
        Span<float> row = gradient.Row(step % sequenceLength);
        TensorPrimitives.Add(row, vector, row);
        if (step < sequenceLength)
            return;
        row = gradient.Row(step / sequenceLength);
        TensorPrimitives.MultiplyAdd(vector, Weight, row, row);
        row = gradient.Row(0);
        TensorPrimitives.MultiplyAdd(vector, -Weight, row, row);
    }
}
