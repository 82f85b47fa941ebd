namespace NeuralNet;

/// <summary>The parts of which blocks of transformers are composed, with the names that KerasHub gives them.</summary>
/// <param name="block">The block, for messages.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="normalizesFirst">Whether inputs are normalized, not sums.</param>
internal sealed class TransformerParts(Layer block, int heads, bool normalizesFirst)
{
    public required float Dropout { get; init; }

    public required float Epsilon { get; init; }

    public required Initializer KernelInitializer { get; init; }

    public required Initializer BiasInitializer { get; init; }

    public Regularizer? KernelRegularizer { get; init; }

    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Creates an attention whose heads share the features.</summary>
    /// <exception cref="ArgumentException">There are more heads than features.</exception>
    public MultiHeadAttention Attention(
        string name, int features, bool isCausal = false, bool takesMask = false, bool returnsScores = false) => features >= heads
        ? new MultiHeadAttention(
            heads, features / heads, dropout: Dropout, kernelInitializer: KernelInitializer, biasInitializer: BiasInitializer,
            kernelRegularizer: KernelRegularizer, biasRegularizer: BiasRegularizer, useCausalMask: isCausal, useAttentionMask: takesMask,
            returnAttentionScores: returnsScores, name: name)
        : throw block.Error($"divides the features among {heads} heads; its input has {Features(features)}");

    /// <summary>Adds x to f(x), with dropout, and normalizes the sum or, if the block normalizes first, the input of f.</summary>
    /// <param name="x">The input.</param>
    /// <param name="name">The name of the function, which begins those of the normalization and the dropout.</param>
    /// <param name="function">The function f.</param>
    public Node Residual(Node x, string name, Func<Node, Node> function)
    {
        var normalization = new LayerNormalization(epsilon: Epsilon, name: $"{name}_layer_norm");
        Node changed = function(normalizesFirst ? x.Add(normalization) : x);
        Node sum = x.Add(Dropout > 0 ? changed.Add(new Dropout(Dropout, name: $"{name}_dropout")) : changed);
        return normalizesFirst ? sum : sum.Add(normalization);
    }

    /// <summary>Applies two dense layers to each step, with a residual connection.</summary>
    public Node FeedForward(Node x, int units, Activation activation) => Residual(x, "feedforward", steps => steps
        .Add(Dense("feedforward_intermediate_dense", units, activation))
        .Add(Dense("feedforward_output_dense", x.Shape.Last, null)));

    private Dense Dense(string name, int units, Activation? activation) => new(
        units, activation, kernelInitializer: KernelInitializer, biasInitializer: BiasInitializer, kernelRegularizer: KernelRegularizer,
        biasRegularizer: BiasRegularizer, name: name);

    private static string Features(int features) => features == Shape.Open ? "an open number of them" : $"{features} of them";
}
