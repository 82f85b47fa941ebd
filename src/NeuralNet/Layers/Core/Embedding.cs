using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Looks up a vector for each token number: output[b, t] = embeddings[input[b, t]]. Input (batch, …) of whole numbers from 0 to
/// inputDim − 1, embeddings (inputDim, outputDim), output (batch, …, outputDim). The gradient of a vector is the sum over the
/// occurrences of its token. Keras: layers/core/embedding.py.
/// </summary>
/// <param name="inputDim">The number of tokens, which are numbered from 0 to inputDim − 1.</param>
/// <param name="outputDim">The number of elements of the vector of a token.</param>
/// <param name="embeddingsInitializer">The initializer of the vectors; <see cref="RandomUniform"/> from −0.05 to 0.05 by default.</param>
/// <param name="embeddingsRegularizer">The penalty on the vectors; none by default.</param>
/// <param name="embeddingsConstraint">The constraint on the vectors; none by default.</param>
/// <param name="maskZero">Whether token 0 is padding, which pooling layers then leave out; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the number of tokens exceeds 2²⁴.</exception>
[Configurable]
public sealed partial class Embedding(
    int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
    Constraint? embeddingsConstraint = null, bool maskZero = false, string? name = null) : Layer(name)
{
    private readonly int inputDim = Require.Between(1, TokenNumbers.MaxTokens, inputDim), outputDim = Require.Positive(outputDim);
    private readonly Initializer embeddingsInitializer = embeddingsInitializer ?? new RandomUniform();
    private Parameter embeddings = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => maskZero ? MaskHandling.Produced : MaskHandling.Refused;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) =>
        embeddings = builder.AddParameter(
            "embeddings", [inputDim, outputDim], embeddingsInitializer, isTrainable: true, embeddingsRegularizer, embeddingsConstraint);

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => [.. OnlyInput(inputs), outputDim];

    /// <inheritdoc/>
    protected internal override void CheckInput(Tensor input) => TokenNumbers.Check(this, input, inputDim);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        CheckInput(frame.Input);
        ReadOnlySpan<float> tokens = frame.Input.Data, vectors = embeddings.Value.Data;
        Span<float> output = frame.Output.Data;
        for (int i = 0; i < tokens.Length; i++)
            vectors.Slice((int)tokens[i] * outputDim, outputDim).CopyTo(output[(i * outputDim)..]);
        if (frame.OutputMask is { } mask)
            WriteMask(tokens, mask.Data);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        frame.InputGradient?.Data.Clear();
        if (frame.GradientRows(embeddings) is not { } gradient)
            return;
        ReadOnlySpan<float> tokens = frame.Input.Data, outputGradient = frame.OutputGradient.Data;
        for (int i = 0; i < tokens.Length; i++)
        {
            Span<float> sum = gradient.Row((int)tokens[i]);
            TensorPrimitives.Add(sum, outputGradient.Slice(i * outputDim, outputDim), sum);
        }
    }

    private static void WriteMask(ReadOnlySpan<float> tokens, Span<float> mask)
    {
        for (int i = 0; i < tokens.Length; i++)
            mask[i] = tokens[i] == 0 ? 0 : 1;
    }
}
