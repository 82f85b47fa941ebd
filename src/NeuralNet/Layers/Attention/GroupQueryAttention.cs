namespace NeuralNet;

/// <summary>
/// Attention of several heads between projections, as <see cref="MultiHeadAttention"/>, where groups of heads of the queries share a head
/// of the keys and values: with one such head multi-query attention, with as many as those of the queries multi-head attention. Inputs and
/// masks are those of <see cref="MultiHeadAttention"/>. Kernels query/kernel (features, query heads, headDim), key/kernel and value/kernel
/// (features, key-value heads, headDim), attention_output/kernel (query heads, headDim, features of the query). Ainslie et al., "GQA",
/// 2023; Keras: layers/attention/grouped_query_attention.py.
/// </summary>
/// <param name="headDim">The number of features of a head.</param>
/// <param name="numQueryHeads">The number of heads of the queries.</param>
/// <param name="numKeyValueHeads">The number of heads of the keys and values, of which that of the queries is a multiple.</param>
/// <param name="dropout">The probability of dropping an attention probability in training; 0 by default.</param>
/// <param name="useBias">Whether biases are added in the projections; true by default.</param>
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
/// <param name="useGate">Whether the heads are multiplied by σ(query·K_g + b_g) before the output projection; false by default.</param>
/// <param name="useCausalMask">Whether query t sees the keys 0 to t only; false by default.</param>
/// <param name="useAttentionMask">Whether the last input is an attention mask; false by default.</param>
/// <param name="returnAttentionScores">Whether the second output is the probabilities, before dropout; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A number of heads or features, or the window, is less than 1, or the dropout is not between 0 and 1.
/// </exception>
/// <exception cref="ArgumentException">The number of query heads is not a multiple of that of the heads of keys and values.</exception>
[Configurable("GroupedQueryAttention")]
public sealed partial class GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads, float dropout = 0,
    bool useBias = true, int? slidingWindow = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false, bool useCausalMask = false,
    bool useAttentionMask = false, bool returnAttentionScores = false, string? name = null) : HeadAttention(name)
{
    private readonly int headDim = Require.Positive(headDim), numQueryHeads = Require.Positive(numQueryHeads);
    private readonly int numKeyValueHeads = RequireDivisor(numQueryHeads, Require.Positive(numKeyValueHeads));
    private readonly float dropout = Require.Fraction(dropout);
    private readonly int? slidingWindow = Require.PositiveIfGiven(slidingWindow);
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    private protected override ProjectedAttention NewAttention() => new(this)
    {
        Heads = numQueryHeads,
        KeyValueHeads = numKeyValueHeads,
        KeySize = headDim,
        ValueSize = headDim,
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

    private static int RequireDivisor(int numQueryHeads, int numKeyValueHeads) => numQueryHeads % numKeyValueHeads == 0
        ? numKeyValueHeads
        : throw new ArgumentException(
            $"'numQueryHeads' must be a multiple of 'numKeyValueHeads', so that as many heads share each; they are {numQueryHeads} and "
            + $"{numKeyValueHeads}.", nameof(numKeyValueHeads));
}
