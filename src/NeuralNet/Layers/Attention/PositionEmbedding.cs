using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// A learned vector for each position of a sequence: output[b, t] = embeddings[t], to be added to the vectors of the tokens. Input
/// (batch, steps, features), embeddings (sequenceLength, features), output of the shape of the input. KerasHub:
/// layers/modeling/position_embedding.py.
/// </summary>
/// <param name="sequenceLength">The maximum number of steps.</param>
/// <param name="initializer">The initializer of the vectors; <see cref="GlorotUniform"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The maximum number of steps is less than 1.</exception>
[Configurable]
public sealed partial class PositionEmbedding(int sequenceLength, Initializer? initializer = null, string? name = null) : Layer(name)
{
    private readonly int sequenceLength = Require.Positive(sequenceLength);
    private readonly Initializer initializer = initializer ?? new GlorotUniform();
    private Parameter embeddings = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        if (builder.InputShape.Rank != 2)
            throw builder.Error($"takes rows of steps and features; they have the shape {builder.InputShape}");
        embeddings = builder.AddParameter("embeddings", [sequenceLength, builder.InputShape[1]], initializer);
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input[0] == Shape.Open || input[0] <= sequenceLength
            ? input
            : throw Error($"has vectors for {sequenceLength} positions; it was given {input[0]} steps");
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        for (int row = 0; row < frame.BatchSize; row++)
            embeddings.Value.Data[..frame.Output.RowLength].CopyTo(frame.Output.Row(row));
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        frame.InputGradient?.Data.Clear();
        if (frame.Gradient(embeddings) is not { } gradient)
            return;
        gradient.Data.Clear();
        Span<float> sum = gradient.Data[..frame.Output.RowLength];
        for (int row = 0; row < frame.BatchSize; row++)
            TensorPrimitives.Add(sum, frame.OutputGradient.Row(row), sum);
    }
}
