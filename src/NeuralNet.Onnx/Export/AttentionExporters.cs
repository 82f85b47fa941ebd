using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Writes attention, and the vectors of positions, by operators of opset 17, which has none of their own.</summary>
internal static class AttentionExporters
{
    /// <summary>
    /// softmax(scale·QKᵀ)·V for each head, between projections. Keys that a query may not see are hidden before the softmax, and again
    /// behind it, for a query that may see none has a context of 0.
    /// </summary>
    /// <exception cref="NotSupportedException">The layer has a gate, a window, other attention axes, or returns its scores.</exception>
    public static string MultiHeadAttention(LayerUse use, MultiHeadAttention layer)
    {
        RequirePlain(use, layer);
        int sequences = use.Inputs.Count - (layer.UseAttentionMask ? 1 : 0);
        ExportedValue query = use.Inputs[0], value = use.Inputs[Math.Min(1, sequences - 1)], key = use.Inputs[sequences - 1];
        int heads = layer.NumHeads, keySize = layer.KeyDim, valueSize = layer.ValueDim;
        string queries = Heads(use, query, "query", heads, keySize, [0, 2, 1, 3]);
        string keys = Heads(use, key, "key", heads, keySize, [0, 2, 3, 1]);
        string values = Heads(use, value, "value", heads, valueSize, [0, 2, 1, 3]);
        string scores = use.Add("Mul", [use.Add("MatMul", [queries, keys]), use.Constant("scale", 1 / MathF.Sqrt(keySize))]);
        string? visible = Visible(use, layer, query, key, value);
        if (visible is not null)
            scores = use.Add("Where", [visible, scores, use.Constant("hidden", float.MinValue)]);
        string weights = use.Add("Softmax", [scores], OnnxAttribute.Of("axis", -1));
        if (visible is not null)
            weights = use.Add("Where", [visible, weights, use.Constant("nothing", 0f)]);
        string context = Transposed(use, use.Add("MatMul", [weights, values]), [0, 2, 1, 3]);
        string joined = Reshaped(use, context, "joined_heads", [0, LayerExporters.Size(query.Shape[0]), heads * valueSize]);
        string output = Projected(use, joined, "attention_output", heads * valueSize, [.. use.OutputShape.Skip(1)]);
        return use.OutputShape.Rank == 2
            ? output
            : Reshaped(use, output, "output_shape", [0, .. use.OutputShape.Select(LayerExporters.Size)]);
    }

    /// <summary>The vectors of as many positions as there are steps, repeated for each row.</summary>
    /// <exception cref="NotSupportedException">There are more steps than vectors.</exception>
    public static string PositionEmbedding(LayerUse use, PositionEmbedding layer)
    {
        int stepsAxis = use.Input.Shape.Rank - 1, steps = use.Input.Shape[stepsAxis - 1];
        if (steps > layer.SequenceLength)
        {
            throw new NotSupportedException($"The layer '{layer.Name}' ({layer.ClassName}) encodes {steps} steps by vectors of "
                + $"{layer.SequenceLength}; sequences that are longer than the vectors cannot be written as ONNX.");
        }

        string end = steps == Shape.Open
            ? use.Add("Shape", [use.Input.Name], OnnxAttribute.Of("start", stepsAxis), OnnxAttribute.Of("end", stepsAxis + 1))
            : use.Constant("steps", [(long)steps]);
        string zero = use.Constant("start", [0L]);
        string vectors = use.Add("Slice", [use.Parameter("embeddings"), zero, end, zero]);
        return use.Add("Expand", [vectors, use.Add("Shape", [use.Input.Name])]);
    }

    private static void RequirePlain(LayerUse use, MultiHeadAttention layer)
    {
        string? setting = layer.UseGate ? "a gate" : layer.SlidingWindow is not null ? "a window"
            : layer.AttentionAxes is not null and not [1 or -2] || use.Input.Shape.Rank != 2 ? "attention over other axes than the steps"
            : null;
        if (setting is not null)
        {
            throw new NotSupportedException(
                $"The layer '{layer.Name}' ({layer.ClassName}) has {setting}, which cannot be written as ONNX.");
        }
    }

    /// <summary>The projection of steps, with an axis of heads, in the order of axes that its product takes.</summary>
    private static string Heads(LayerUse use, ExportedValue input, string part, int heads, int size, long[] order)
    {
        string projected = Projected(use, input.Name, part, input.Shape.Last, [heads, size]);
        return Transposed(use, Reshaped(use, projected, part + "_heads", [0, LayerExporters.Size(input.Shape[0]), heads, size]), order);
    }

    /// <summary>The product with a kernel, whose further axes are one, and the bias.</summary>
    private static string Projected(LayerUse use, string input, string part, int inputs, int[] outputs)
    {
        long units = outputs.Aggregate(1L, (product, size) => product * size);
        string kernel = Reshaped(use, use.Parameter(part + "/kernel"), part + "_kernel", [inputs, units]);
        string product = use.Add("MatMul", [input, kernel]);
        return use.Has(part + "/bias")
            ? use.Add("Add", [product, Reshaped(use, use.Parameter(part + "/bias"), part + "_bias", [units])])
            : product;
    }

    /// <summary>True where a query may see a key, in the axes batch, heads, queries and keys; null if each query may see all keys.</summary>
    private static string? Visible(LayerUse use, MultiHeadAttention layer, ExportedValue query, ExportedValue key, ExportedValue value)
    {
        var conditions = new List<string>();
        if (query.Mask is { } ofQueries)
            conditions.Add(Truth(use, use.Add("Unsqueeze", [ofQueries.Value, use.Constant("query_axes", [1L, 3L])])));
        foreach (Lazy<string> ofKeys in new[] { key.Mask, value.Mask }.OfType<Lazy<string>>().Distinct())
            conditions.Add(Truth(use, use.Add("Unsqueeze", [ofKeys.Value, use.Constant("key_axes", [1L, 2L])])));
        if (layer.UseAttentionMask)
        {
            ExportedValue mask = use.Inputs[^1];
            conditions.Add(Truth(use, mask.Shape.Rank == 3
                ? mask.Name
                : use.Add("Unsqueeze", [mask.Name, use.Constant("head_axis", [1L])])));
        }

        if (layer.UseCausalMask)
        {
            string queries = use.Add("Unsqueeze", [Positions(use, query, "query"), use.Constant("column", [1L])]);
            conditions.Add(use.Add("GreaterOrEqual", [queries, Positions(use, key, "key")]));
        }

        return conditions.Count == 0 ? null : conditions.Aggregate((all, next) => use.Add("And", [all, next]));
    }

    /// <summary>The numbers of the steps from 0 on.</summary>
    private static string Positions(LayerUse use, ExportedValue steps, string part)
    {
        if (steps.Shape[0] != Shape.Open)
            return use.Constant(part + "_positions", [.. Enumerable.Range(0, steps.Shape[0]).Select(position => (long)position)]);
        string length = use.Add("Shape", [steps.Name], OnnxAttribute.Of("start", 1), OnnxAttribute.Of("end", 2));
        string count = use.Add("Squeeze", [length, use.Constant(part + "_axis", [0L])]);
        return use.Add("Range", [use.Constant(part + "_start", 0L), count, use.Constant(part + "_step", 1L)]);
    }

    private static string Truth(LayerUse use, string numbers) => use.Add("Cast", [numbers], OnnxAttribute.To(DataType.Bool));

    private static string Transposed(LayerUse use, string value, long[] order) =>
        use.Add("Transpose", [value], OnnxAttribute.Of("perm", order));

    private static string Reshaped(LayerUse use, string value, string name, long[] sizes) =>
        use.Add("Reshape", [value, use.Constant(name, sizes)], OnnxAttribute.Of("allowzero", 0));
}
