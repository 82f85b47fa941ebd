using Microsoft.Extensions.AI;

namespace NeuralNet.Text;

/// <summary>
/// Computes a vector for each text, such that texts of similar meaning have similar vectors: e(text) = m/‖m‖ with m = Σₜ maskₜ·hₜ, the
/// direction of the mean of the vectors that a pretrained network gives for the tokens, without padding. The similarity of two texts is the
/// product of their vectors, from −1 to 1. Reimers and Gurevych, "Sentence-BERT", 2019; the library sentence-transformers with mean pooling
/// and normalization, as for all-MiniLM-L6-v2.
/// <code>
/// Model network = OnnxModel.Load("model.onnx");                     // of the package NeuralNet.Onnx
/// var encoder = new SentenceEncoder(network, Tokenizer.FromWordPiece("vocab.txt"));
/// Tensor vectors = encoder.Encode(["The weather is lovely today.", "It's so sunny outside!"]);   // (2, 384)
/// </code>
/// </summary>
/// <remarks>
/// The encoder is also an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, for vector stores and search. Several threads may use it
/// at once.
/// </remarks>
public sealed class SentenceEncoder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids";

    private readonly string column;

    /// <summary>Creates an encoder from a network on tokens, whose weights it shares.</summary>
    /// <param name="model">
    /// The network. Its inputs, (batch, tokens), are named <c>input_ids</c>, <c>attention_mask</c> and <c>token_type_ids</c>, of which
    /// it may lack the last two; its first output is (batch, tokens, features).
    /// </param>
    /// <param name="tokenizer">The tokenizer that the network was trained with.</param>
    /// <param name="maxLength">The maximum number of tokens of a text, whose end is left out beyond it; 256 by default.</param>
    /// <param name="column">The name of the column of texts that <see cref="Model"/> takes; "text" by default.</param>
    /// <exception cref="ArgumentException">The network has other inputs, or its first output has other axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum leaves no token beside the special ones.</exception>
    public SentenceEncoder(Model model, Tokenizer tokenizer, int maxLength = 256, string column = "text")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        this.column = column;
        string[] names = InputNames(model);
        string[] encoded = names.Contains(Mask) ? names : [.. names, Mask];
        var encoder = new TokenEncoder(column, tokenizer, maxLength: maxLength, inputNames: encoded);
        Input[] inputs = InputsOf(encoded);
        Node tokens = inputs[0].Merge(RequireTokens(model)!, [.. inputs[1..names.Length]]);
        Dimension = tokens.Shape[1];
        Model = new Model(inputs, [Pooled(tokens, inputs[Array.IndexOf(encoded, Mask)])], model.Name) { Encoders = [encoder] };
    }

    /// <summary>Returns a model from rows with the column of texts to the output of further layers behind the vectors.</summary>
    /// <param name="head">The layers, such as a <see cref="Sequential"/> of a Dense with a softmax.</param>
    /// <returns>The model, which shares the layers with <see cref="Model"/> and the head.</returns>
    public Model WithHead(Layer head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Input[] inputs = InputsOf([.. Model.Encoders[0].Inputs.Select(input => input.Name)]);
        return new Model(inputs, [inputs[0].Merge(Model!, [.. inputs[1..]]).Add(head)]) { Encoders = Model.Encoders };
    }

    /// <summary>
    /// The network from rows with a column of texts to vectors, which can be trained further, alone or with layers behind it, and saved.
    /// </summary>
    public Model Model { get; }

    /// <summary>The number of elements of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Computes the vectors of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="batchSize">The number of texts of a batch, which are padded to the longest of them; 32 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>A vector of length 1 for each text: (texts, <see cref="Dimension"/>).</returns>
    /// <exception cref="ArgumentNullException">The list or a text is null.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Tensor Encode(IReadOnlyList<string> texts, int batchSize = 32, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var rows = new TextRows(column, texts);
        var vectors = new Tensor([texts.Count, Dimension]);
        int[] order = [.. Enumerable.Range(0, texts.Count).OrderByDescending(text => texts[text].Length)];
        foreach (int[] batch in order.Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor encoded = Model.Predict(Model.Encode(rows.Gather(batch)), batchSize, cancellationToken)[0];
            for (int i = 0; i < batch.Length; i++)
                encoded.Row(i).CopyTo(vectors.Row(batch[i]));
        }

        return vectors;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The options ask for another number of elements than <see cref="Dimension"/>.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        TextRows.RequireNoNulls(texts);
        if (options?.Dimensions is int dimensions && dimensions != Dimension)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The encoder gives vectors of {Dimension} elements; the options ask for {dimensions}."), nameof(options));
        }

        return Task.Run(() => Generate(texts, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    object? IEmbeddingGenerator.GetService(Type serviceType, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata)
                ? new EmbeddingGeneratorMetadata("NeuralNet", defaultModelId: Model.Name, defaultModelDimensions: Dimension)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: an encoder holds managed memory only.</summary>
    void IDisposable.Dispose()
    {
    }

    private GeneratedEmbeddings<Embedding<float>> Generate(string[] texts, CancellationToken cancellationToken)
    {
        Tensor vectors = Encode(texts, cancellationToken: cancellationToken);
        return [.. Enumerable.Range(0, texts.Length).Select(row => new Embedding<float>(vectors.Row(row).ToArray()) { ModelId = Model.Name })];
    }

    private static Input[] InputsOf(string[] names) => [.. names.Select(name => new Input([null], name: name))];

    /// <summary>Returns the direction of the sum of the vectors that are no padding, which is that of their mean.</summary>
    private static Node Pooled(Node tokens, Node mask) => mask.Reshape(1, -1).MatMul(tokens).Flatten().UnitNormalization();

    private static Model RequireTokens(Model model) => model.OutputShapes[0] is { Rank: 2 } shape && shape[1] != Shape.Open
        ? model
        : throw new ArgumentException($"The first output of the model '{model.Name}' should be a vector for each token, "
            + $"(batch, tokens, features); its rows have the shape {model.OutputShapes[0]}.", nameof(model));

    /// <summary>Returns the names of the inputs of the network; its only input has the token ids, whatever its name.</summary>
    private static string[] InputNames(Model model)
    {
        string[] names = [.. model.Graph.Inputs.Select(input => model.Graph.Nodes[input].Layer.Name)];
        if (names.Length == 1)
            names = [Ids];
        return names[0] == Ids && Array.TrueForAll(names, name => name is Ids or Mask or Types)
            ? names
            : throw new ArgumentException($"The inputs of the model '{model.Name}' should be '{Ids}', and optionally '{Mask}' and "
                + $"'{Types}'; they are {string.Join(", ", names.Select(name => $"'{name}'"))}.", nameof(model));
    }
}
