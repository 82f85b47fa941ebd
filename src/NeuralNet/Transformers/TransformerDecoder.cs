namespace NeuralNet;

/// <summary>
/// A block of a transformer that decodes: causal self-attention, attention to an encoded sequence if there is a second input, and two dense
/// layers, each with dropout, a residual connection and a layer normalization, as in <see cref="TransformerEncoder"/>. Inputs: the sequence
/// (batch, steps, features), and optionally the encoded one (batch, steps of it, features of it). Output of the shape of the first. Padding
/// masks hide steps; that of the first input is passed on. Vaswani et al., "Attention is all you need", 2017; KerasHub:
/// layers/modeling/transformer_decoder.py.
/// </summary>
/// <param name="intermediateDim">The number of units between the dense layers.</param>
/// <param name="numHeads">The number of heads, each of ⌊features/numHeads⌋ features.</param>
/// <param name="dropout">The probability of dropping attention probabilities and outputs in training; 0 by default.</param>
/// <param name="activation">The activation between the dense layers; <see cref="Activation.ReLU"/> by default.</param>
/// <param name="layerNormEpsilon">The number that normalizations add to the variance; 10⁻⁵ by default.</param>
/// <param name="kernelInitializer">The initializer of the kernels; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the biases; <see cref="Zeros"/> by default.</param>
/// <param name="normalizeFirst">Whether the inputs of attention and dense layers are normalized, not the sums; false by default.</param>
/// <param name="useCausalMask">Whether a step sees no later step of its own sequence; true by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of units or heads is less than 1, the dropout is not between 0 and 1, or epsilon is not positive.
/// </exception>
[Configurable]
public sealed partial class TransformerDecoder(int intermediateDim, int numHeads, float dropout = 0, Activation? activation = null,
    float layerNormEpsilon = 1e-5f, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    bool normalizeFirst = false, bool useCausalMask = true, string? name = null) : CompositeLayer(name)
{
    private readonly int intermediateDim = Require.Positive(intermediateDim), numHeads = Require.Positive(numHeads);
    private readonly float dropout = Require.Fraction(dropout), layerNormEpsilon = Require.Positive(layerNormEpsilon);
    private readonly Activation activation = activation ?? Activation.ReLU;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    /// <inheritdoc/>
    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        if (inputs.Count > 2)
            throw Error($"takes a sequence and optionally an encoded one; it was given {inputs.Count} inputs");
        var parts = new TransformerParts(this, numHeads, normalizeFirst)
        {
            Dropout = dropout,
            Epsilon = layerNormEpsilon,
            KernelInitializer = kernelInitializer,
            BiasInitializer = biasInitializer,
        };
        int features = inputs[0].Shape.Last;
        Node decoded = parts.Residual(
            inputs[0], "self_attention", x => x.Add(parts.Attention("self_attention", features, isCausal: useCausalMask)));
        if (inputs.Count == 2)
            decoded = parts.Residual(
                decoded, "cross_attention", x => x.Merge(parts.Attention("cross_attention", features), inputs[1]));
        return [parts.FeedForward(decoded, intermediateDim, activation)];
    }
}
