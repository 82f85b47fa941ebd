namespace NeuralNet;

/// <summary>
/// Attention without projections, after Bahdanau: output = softmax(scores)·value with the scores Σⱼ sⱼ·tanh(qⱼ + kⱼ), where s is 1 or a
/// trained scale of each feature. Inputs: query (batch, steps, features); value, by default the query; key, by default the value. Output
/// (batch, steps, features of the value). Masks: see <see cref="SequenceAttention"/>. Parameter scale (features), drawn by
/// <see cref="GlorotUniform"/>. Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate", 2015;
/// Keras: layers/attention/additive_attention.py.
/// </summary>
/// <param name="useScale">Whether the features have a trained scale; true by default.</param>
/// <param name="dropout">The probability of dropping an attention probability in training; 0 by default.</param>
/// <param name="useCausalMask">Whether query t sees the keys 0 to t only; false by default. Keras passes it in the call.</param>
/// <param name="returnAttentionScores">
/// Whether the second output is the probabilities (batch, steps, steps of values), after dropout; false by default. Keras passes it in the
/// call.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The dropout is not between 0 and 1.</exception>
[Configurable]
public sealed partial class AdditiveAttention(bool useScale = true, float dropout = 0, bool useCausalMask = false,
    bool returnAttentionScores = false, string? name = null) : SequenceAttention(name)
{
    private readonly float dropout = Require.Fraction(dropout);
    private Parameter? scale;
    private LayerMemory sums = null!;

    private protected override float DropoutRate => dropout;

    private protected override bool IsCausal => useCausalMask;

    private protected override bool ReturnsScores => returnAttentionScores;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        base.Build(builder);
        int features = builder.InputShapes[0].Last;
        scale = useScale ? builder.AddParameter("scale", features, new GlorotUniform()) : null;
        sums = builder.AddWorkspace("sums", shapes => useScale
            ? [new AttentionParts((AttentionGeometry)Prepare(shapes)).Count, features + 1]
            : 0);
    }

    private protected override void Attend(Frame frame, in AttentionPass pass) =>
        AttentionForward<TanhScores>.Run(pass, new TanhScores(scale?.Value, null, null));

    private protected override void Differentiate(Frame frame, in AttentionPass pass, in AttentionGradients gradients)
    {
        Tensor? scaleGradient = scale is null ? null : frame.Gradient(scale);
        frame[sums].Data.Clear();
        AttentionBackward<TanhScores>.Run(
            pass, gradients with { HasParameters = scaleGradient is not null }, new TanhScores(scale?.Value, null, frame[sums]));
        TanhScores.PutSum(frame[sums], 0, scaleGradient);
    }
}
