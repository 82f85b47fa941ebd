using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Attention without projections, after Luong: output = softmax(scores)·value with the scores s·(q·k), or w·Σⱼ tanh(s·(qⱼ + kⱼ)), where s
/// is 1 or a trained scale. Inputs: query (batch, steps, features); value, by default the query; key, by default the value. Output (batch,
/// steps, features of the value). Masks: see <see cref="SequenceAttention"/>. Parameters scale and concat_score_weight, scalars that begin
/// with 1. Luong, Pham and Manning, "Effective approaches to attention-based neural machine translation", 2015; Keras:
/// layers/attention/attention.py.
/// </summary>
/// <param name="useScale">Whether the scores have a trained scale; false by default.</param>
/// <param name="scoreMode">The function of query and key; <see cref="ScoreMode.Dot"/> by default.</param>
/// <param name="dropout">The probability of dropping an attention probability in training; 0 by default.</param>
/// <param name="useCausalMask">Whether query t sees the keys 0 to t only; false by default. Keras passes it in the call.</param>
/// <param name="returnAttentionScores">
/// Whether the second output is the probabilities (batch, steps, steps of values), after dropout; false by default. Keras passes it in the
/// call.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The dropout is not between 0 and 1, or the mode is undefined.</exception>
[Configurable]
public sealed partial class Attention(bool useScale = false, ScoreMode scoreMode = ScoreMode.Dot, float dropout = 0,
    bool useCausalMask = false, bool returnAttentionScores = false, string? name = null) : SequenceAttention(name)
{
    private readonly ScoreMode scoreMode = Require.Defined(scoreMode);
    private readonly float dropout = Require.Fraction(dropout);
    private Parameter? scale, weight;
    private LayerMemory scaledQuery = null!, scaledQueryGradient = null!, sums = null!;

    private protected override float DropoutRate => dropout;

    private protected override bool IsCausal => useCausalMask;

    private protected override bool ReturnsScores => returnAttentionScores;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        base.Build(builder);
        scale = useScale ? builder.AddParameter("scale", [], new Ones()) : null;
        weight = scoreMode == ScoreMode.Concat ? builder.AddParameter("concat_score_weight", [], new Ones()) : null;
        bool scalesQuery = useScale && scoreMode == ScoreMode.Dot;
        scaledQuery = builder.AddMemory("scaled_query", shapes => scalesQuery ? shapes.Input : 0);
        scaledQueryGradient = builder.AddWorkspace("scaled_query_gradient", shapes => scalesQuery ? shapes.Input : 0);
        sums = builder.AddWorkspace("sums", shapes => scoreMode == ScoreMode.Concat
            ? [new AttentionParts((AttentionGeometry)Prepare(shapes)).Count, 2]
            : 0);
    }

    private protected override void Attend(Frame frame, in AttentionPass pass)
    {
        if (weight is not null)
        {
            AttentionForward<TanhScores>.Run(pass, new TanhScores(weight.Value, scale?.Value, null));
            return;
        }

        if (scale is not null)
            TensorPrimitives.Multiply(pass.Query.Data, scale.Value.Data[0], frame[scaledQuery].Data);
        AttentionForward<DotScores>.Run(scale is null ? pass : pass with { Query = frame[scaledQuery] }, default);
    }

    private protected override void Differentiate(Frame frame, in AttentionPass pass, in AttentionGradients gradients)
    {
        if (weight is not null)
            DifferentiateConcat(frame, pass, gradients);
        else if (scale is not null)
            DifferentiateScaled(frame, pass, gradients);
        else
            AttentionBackward<DotScores>.Run(pass, gradients, default);
    }

    private void DifferentiateConcat(Frame frame, in AttentionPass pass, in AttentionGradients gradients)
    {
        Tensor? weightGradient = frame.Gradient(weight!), scaleGradient = scale is null ? null : frame.Gradient(scale);
        bool hasParameters = weightGradient is not null || scaleGradient is not null;
        frame[sums].Data.Clear();
        AttentionBackward<TanhScores>.Run(
            pass, gradients with { HasParameters = hasParameters }, new TanhScores(weight!.Value, scale?.Value, frame[sums]));
        TanhScores.PutSum(frame[sums], 0, weightGradient);
        TanhScores.PutSum(frame[sums], 1, scaleGradient);
    }

    /// <summary>Differentiates (s·q)·k: with g the gradient of s·q, the gradient of q is s·g, and that of s is Σ q·g.</summary>
    private void DifferentiateScaled(Frame frame, in AttentionPass pass, in AttentionGradients gradients)
    {
        Tensor ofScaled = frame[scaledQueryGradient];
        AttentionBackward<DotScores>.Run(pass with { Query = frame[scaledQuery] }, gradients with { Query = ofScaled }, default);
        if (frame.Gradient(scale!) is { } scaleGradient)
            scaleGradient.Data[0] = TensorPrimitives.Dot<float>(pass.Query.Data, ofScaled.Data);
        if (gradients.Query is { } queryGradient)
            TensorPrimitives.Multiply(ofScaled.Data, scale!.Value.Data[0], queryGradient.Data);
    }
}
