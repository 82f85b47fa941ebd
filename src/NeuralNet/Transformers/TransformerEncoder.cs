namespace NeuralNet;

/// <summary>
/// A block of a transformer that encodes: self-attention and two dense layers, each with dropout, a residual connection and a layer
/// normalization. Normalized after (the default): y = Norm(x + Attention(x)), output = Norm(y + Dense(f(Dense(y)))); normalized first:
/// y = x + Attention(Norm(x)), output = y + Dense(f(Dense(Norm(y)))). Input (batch, steps, features), output of the same shape; a head has
/// ⌊features/numHeads⌋ features. A padding mask hides steps and is passed on. Vaswani et al., "Attention is all you need", 2017; KerasHub:
/// layers/modeling/transformer_encoder.py.
/// </summary>
/// <param name="intermediateDim">The number of units between the dense layers.</param>
/// <param name="numHeads">The number of heads.</param>
/// <param name="dropout">The probability of dropping attention probabilities and outputs in training; 0 by default.</param>
/// <param name="activation">The activation f between the dense layers; <see cref="Activation.ReLU"/> by default.</param>
/// <param name="layerNormEpsilon">The number that normalizations add to the variance; 10⁻⁵ by default.</param>
/// <param name="kernelInitializer">The initializer of the kernels; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the biases; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernels; none by default.</param>
/// <param name="biasRegularizer">The penalty on the biases; none by default.</param>
/// <param name="normalizeFirst">Whether the inputs of attention and dense layers are normalized, not the sums; false by default.</param>
/// <param name="useAttentionMask">
/// Whether a second input is an attention mask (batch, steps, steps): 1 where a step sees another, else 0; false by default.
/// </param>
/// <param name="returnAttentionScores">
/// Whether the second output is the attention probabilities (batch, heads, steps, steps); false by default.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of units or heads is less than 1, the dropout is not between 0 and 1, or epsilon is not positive.
/// </exception>
[Configurable]
public sealed partial class TransformerEncoder(int intermediateDim, int numHeads, float dropout = 0, Activation? activation = null,
    float layerNormEpsilon = 1e-5f, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, bool normalizeFirst = false,
    bool useAttentionMask = false, bool returnAttentionScores = false, string? name = null) : CompositeLayer(name)
{
    private readonly int intermediateDim = Require.Positive(intermediateDim), numHeads = Require.Positive(numHeads);
    private readonly float dropout = Require.Fraction(dropout), layerNormEpsilon = Require.Positive(layerNormEpsilon);
    private readonly Activation activation = activation ?? Activation.ReLU;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    /// <inheritdoc/>
    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        if (inputs.Count != (useAttentionMask ? 2 : 1))
        {
            throw Error($"takes a sequence{(useAttentionMask ? " and an attention mask" : "")}; it was given "
                + Counted.Of(inputs.Count, "input"));
        }

        var parts = new TransformerParts(this, numHeads, normalizeFirst)
        {
            Dropout = dropout,
            Epsilon = layerNormEpsilon,
            KernelInitializer = kernelInitializer,
            BiasInitializer = biasInitializer,
            KernelRegularizer = kernelRegularizer,
            BiasRegularizer = biasRegularizer,
        };
        Node? scores = null;
        Node attended = parts.Residual(inputs[0], "self_attention", x =>
        {
            Node attention = x.Merge(parts.Attention("self_attention_layer", x.Shape.Last, takesMask: useAttentionMask,
                returnsScores: returnAttentionScores), [.. inputs.Skip(1)]);
            scores = attention.Outputs[^1];
            return attention;
        });
        Node output = parts.FeedForward(attended, intermediateDim, activation);
        return returnAttentionScores ? [output, scores!] : [output];
    }
}
