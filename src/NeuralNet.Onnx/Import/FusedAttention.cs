using System.Globalization;

namespace NeuralNet.Onnx;

/// <summary>Makes one MultiHeadAttention of the projections of queries, keys and values, the attention between them, and that of its output.</summary>
internal sealed class FusedAttention
{
    private readonly AttentionScores scores;
    private readonly AttentionOperand value;
    private readonly DenseProjection output;
    private readonly OperatorNode node;
    private readonly (DenseProjection Weights, Node Input) query, key, ofValue;

    private FusedAttention(AttentionScores scores, AttentionOperand value, DenseProjection output, OperatorNode node,
        (DenseProjection Weights, Node Input)[] projections)
    {
        (this.scores, this.value, this.output, this.node) = (scores, value, output, node);
        (query, key, ofValue) = (projections[0], projections[1], projections[2]);
    }

    private int Heads => checked((int)value.HeadCount.Number);

    private int KeySize => checked((int)scores.Query.Size.Number);

    private int ValueSize => checked((int)value.Size.Number);

    /// <summary>The factor of the queries beside 1/√(size of keys), which the layer has.</summary>
    private float QueryFactor
    {
        get
        {
            double factor = scores.Scale * Math.Sqrt(KeySize);
            return Math.Abs(factor - 1) < 1e-6 ? 1 : (float)factor;
        }
    }

    private bool HasBias => new[] { query.Weights, key.Weights, ofValue.Weights, output }.Any(weights => weights.Bias is not null);

    /// <summary>Returns the output of the layer; null if the attention has no such projections.</summary>
    public static Node? Of(AttentionScores scores, AttentionOperand value, DenseProjection output, OperatorNode node)
    {
        AttentionOperand[] operands = [scores.Query, scores.Key, value];
        if (!operands.All(operand => operand is { HeadCount.IsKnown: true, Size.IsKnown: true }))
            return null;
        var projections = new (DenseProjection, Node)[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i].Source is not (LayerValue or DenseValue)
                || !node.Context.DenseLayers.TryGetValue(operands[i].Source.Node.Layer, out var dense))
                return null;
            projections[i] = (dense.Weights, operands[i].Source.Node.Inputs[0]);
        }

        return new FusedAttention(scores, value, output, node, projections).Add();
    }

    private Node Add()
    {
        MultiHeadAttention layer = node.Context.Shared(Key(), MakeLayer);
        Node? mask = scores.Visible.Mask is { } keys ? MaskOf(keys.Node) : null;
        List<Node> inputs = ofValue.Input == query.Input && key.Input == query.Input ? []
            : key.Input == ofValue.Input ? [ofValue.Input]
            : [ofValue.Input, key.Input];
        if (mask is not null)
            inputs.Add(mask);
        Node attended = query.Input.Merge(layer, [.. inputs]);
        node.Context.Sizes.Add(attended, [.. node.Context.Sizes.Of(query.Input)[..^1], output.Units]);
        return attended;
    }

    /// <summary>The mask (batch, keys) as (batch, 1, keys), one for all queries.</summary>
    private Node MaskOf(Node keys)
    {
        AxisSize[] sizes = node.Context.Sizes.Of(keys);
        if (!node.Context.KeyMasks.TryGetValue(keys, out Node? mask))
            node.Context.KeyMasks[keys] = mask = ArrangedValue.Reshaped(keys, [sizes[0], 1, sizes[1]], node);
        return mask;
    }

    private string Key() => string.Create(CultureInfo.InvariantCulture, $"attention\n{Heads} {scores.Visible.IsCausal} "
        + $"{scores.Visible.Mask is not null} {scores.Scale} {value.Scale}\n{query.Weights.Key}\n{key.Weights.Key}\n{ofValue.Weights.Key}\n{output.Key}");

    private MultiHeadAttention MakeLayer()
    {
        var layer = new MultiHeadAttention(
            Heads, KeySize, ValueSize, useBias: HasBias, outputShape: output.Units, useCausalMask: scores.Visible.IsCausal,
            useAttentionMask: scores.Visible.Mask is not null, name: node.LayerName());
        AddWeights(layer, "query", query.Weights, QueryFactor);
        AddWeights(layer, "key", key.Weights, 1);
        AddWeights(layer, "value", ofValue.Weights, (float)value.Scale);
        AddWeights(layer, "attention_output", output, 1);
        return layer;
    }

    private void AddWeights(Layer layer, string part, DenseProjection weights, float factor)
    {
        ImportedWeights values = node.Context.Weights;
        values.Add(layer, part + "/kernel", () => Scaled(weights.ReadKernel(), factor));
        if (HasBias)
            values.Add(layer, part + "/bias", () => weights.Bias is null ? new float[weights.Units] : Scaled(weights.ReadBias(), factor));
    }

    private static float[] Scaled(float[] values, float factor) =>
        factor == 1 ? values : Array.ConvertAll(values, value => value * factor);
}
