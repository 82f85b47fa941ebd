namespace NeuralNet;

/// <summary>
/// Attention of several heads between projections: for each head, softmax(q·kᵀ/√keyDim + mask)·v with q = query·K_q + b_q, k = key·K_k +
/// b_k and v = value·K_v + b_v; the heads are projected to the output by K_o and b_o. Inputs: the query (batch, steps, features);
/// optionally the value (batch, steps of values, features), which is the query by default; and optionally the key, which is the value by
/// default. Output (batch, steps, features of the query). Kernels query/kernel and key/kernel (features, heads, keyDim), value/kernel
/// (features, heads, valueDim), attention_output/kernel (heads, valueDim, output). Computed in blocks, in memory that is linear in the
/// steps. Vaswani et al., "Attention is all you need", 2017; Keras: layers/attention/multi_head_attention.py.
/// </summary>
/// <remarks>
/// A query sees a key if the padding masks of query, value and key, the causal mask, the window and the attention mask all allow it; a
/// query that sees no key attends to nothing, and its context is 0. The output carries the padding mask of the query. What Keras passes in
/// the call, such as <c>use_causal_mask</c>, is a setting here.
/// </remarks>
/// <param name="numHeads">The number of heads.</param>
/// <param name="keyDim">The number of features of a head of the queries and keys.</param>
/// <param name="valueDim">The number of features of a head of the values; <paramref name="keyDim"/> by default.</param>
/// <param name="dropout">The probability of dropping an attention probability in training; 0 by default.</param>
/// <param name="useBias">Whether biases are added in the projections; true by default.</param>
/// <param name="outputShape">The axes of the output behind those of the steps; the number of features of the query by default.</param>
/// <param name="attentionAxes">
/// The axes over which the queries attend, the batch being axis 0, next to each other; all between the batch and the features by default.
/// Other axes are those of independent sequences.
/// </param>
/// <param name="slidingWindow">
/// The number w such that a query sees only the keys less than w steps away, on both sides; null, the default, for all.
/// </param>
/// <param name="kernelInitializer">The initializer of the kernels; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">The initializer of the biases; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernels; none by default.</param>
/// <param name="biasRegularizer">The penalty on the biases; none by default.</param>
/// <param name="activityRegularizer">
/// The penalty on the output of each projection, divided by the number of samples; none by default.
/// </param>
/// <param name="kernelConstraint">The constraint on the kernels; none by default.</param>
/// <param name="biasConstraint">The constraint on the biases; none by default.</param>
/// <param name="useGate">
/// Whether the heads are multiplied by σ(query·K_g + b_g) before the output projection (Qiu et al., "Gated attention for large language
/// models", 2025); false by default.
/// </param>
/// <param name="useCausalMask">Whether query t sees the keys 0 to t only; false by default.</param>
/// <param name="useAttentionMask">
/// Whether the last input is an attention mask (batch, steps, steps of values), or with an axis of heads before these, or
/// (batch, 1, steps of values) for all queries: 1 where a query sees a key, else 0; false by default.
/// </param>
/// <param name="returnAttentionScores">
/// Whether the second output is the probabilities (batch, heads, steps, steps of values), before dropout, which take memory for each pair
/// of query and key; false by default.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of heads or features, or the window, is less than 1, or the dropout is not between 0 and 1.
/// </exception>
[Configurable]
public sealed partial class MultiHeadAttention(int numHeads, int keyDim, int? valueDim = null, float dropout = 0, bool useBias = true,
    Shape? outputShape = null, IReadOnlyList<int>? attentionAxes = null, int? slidingWindow = null,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, bool useGate = false, bool useCausalMask = false, bool useAttentionMask = false,
    bool returnAttentionScores = false, string? name = null) : HeadAttention(name)
{
    private readonly int numHeads = Require.Positive(numHeads), keyDim = Require.Positive(keyDim);
    private readonly int valueDim = Require.PositiveIfGiven(valueDim) ?? keyDim;
    private readonly float dropout = Require.Fraction(dropout);
    private readonly Shape? outputShape = outputShape;
    private readonly int? slidingWindow = Require.PositiveIfGiven(slidingWindow);
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    private protected override ProjectedAttention NewAttention() => new(this)
    {
        Heads = numHeads,
        KeyValueHeads = numHeads,
        KeySize = keyDim,
        ValueSize = valueDim,
        Output = outputShape,
        Axes = attentionAxes,
        Dropout = dropout,
        Window = slidingWindow,
        HasGate = useGate,
        IsCausal = useCausalMask,
        TakesMask = useAttentionMask,
        ReturnsScores = returnAttentionScores,
        Projections = new ProjectionSettings
        {
            UseBias = useBias,
            KernelInitializer = kernelInitializer,
            BiasInitializer = biasInitializer,
            KernelRegularizer = kernelRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            KernelConstraint = kernelConstraint,
            BiasConstraint = biasConstraint,
        },
    };
}
