using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Looks up a vector for each token number: output[b, t] = embeddings[input[b, t]]. Input (batch, …) of whole numbers from 0 to
/// inputDim − 1, embeddings (inputDim, outputDim), output (batch, …, outputDim). The gradient of a vector is the sum over the places
/// where its token stood. Keras: layers/core/embedding.py.
/// </summary>
public sealed class Embedding : Layer
{
    private readonly int inputDim, outputDim;
    private readonly bool maskZero;
    private readonly Initializer initializer;
    private readonly Regularizer? regularizer;
    private readonly Constraint? constraint;
    private Parameter embeddings = null!;

    /// <summary>Makes an embedding.</summary>
    /// <param name="inputDim">The number of tokens; those of the data are numbered from 0 to one less.</param>
    /// <param name="outputDim">The length of the vector of each token.</param>
    /// <param name="embeddingsInitializer">What fills the vectors; uniform from ±0.05 by default.</param>
    /// <param name="embeddingsRegularizer">A penalty on the vectors.</param>
    /// <param name="embeddingsConstraint">A rule for the vectors.</param>
    /// <param name="maskZero">Whether token 0 is padding, which pooling layers then leave out; false by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than one, or there are more than 2²⁴ tokens.</exception>
    public Embedding(
        int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null, bool maskZero = false, string? name = null)
        : base(name)
    {
        this.inputDim = Require.Between(1, TokenNumbers.MostTokens, inputDim);
        this.outputDim = Require.Positive(outputDim);
        this.maskZero = maskZero;
        initializer = embeddingsInitializer ?? new RandomUniform();
        regularizer = embeddingsRegularizer;
        constraint = embeddingsConstraint;
    }

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => maskZero ? MaskHandling.Produced : MaskHandling.Refused;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) =>
        embeddings = builder.AddParameter("embeddings", [inputDim, outputDim], initializer, isTrainable: true, regularizer, constraint);

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

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("input_dim", inputDim);
        configuration.Set("output_dim", outputDim);
        configuration.Set("embeddings_initializer", initializer);
        configuration.Set("embeddings_regularizer", regularizer);
        configuration.Set("embeddings_constraint", constraint);
        configuration.Set("mask_zero", maskZero);
    }

    internal static Embedding From(Configuration configuration) => new(
        configuration.GetInt32("input_dim"),
        configuration.GetInt32("output_dim"),
        Initializer.Known.Read(configuration, "embeddings_initializer"),
        Regularizer.Known.Read(configuration, "embeddings_regularizer"),
        Constraint.Known.Read(configuration, "embeddings_constraint"),
        configuration.GetBoolean("mask_zero", false),
        configuration.GetString("name"));

    private static void WriteMask(ReadOnlySpan<float> tokens, Span<float> mask)
    {
        for (int i = 0; i < tokens.Length; i++)
            mask[i] = tokens[i] == 0 ? 0 : 1;
    }
}

/// <summary>The fluent method of <see cref="NeuralNet.Embedding"/>.</summary>
public static class EmbeddingExtensions
{
    /// <summary>Puts a vector for each token number on top. See <see cref="NeuralNet.Embedding"/>.</summary>
    public static T Embedding<T>(
        this ILayerStack<T> stack, int inputDim, int outputDim, Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Embedding(
            inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint, maskZero, name));
}
