using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Writes the layers whose inputs are token numbers, which are float32 and are cast to integers.</summary>
internal static class TokenExporters
{
    public static string Embedding(LayerUse use, Embedding layer)
    {
        string tokens = Tokens(use);
        if (layer.MaskZero)
            use.ProducedMask = new Lazy<string>(() => Mask(use, tokens));
        return use.Add("Gather", [use.Parameter("embeddings"), tokens], OnnxAttribute.Of("axis", 0));
    }

    /// <summary>A row of one token gives no axis of tokens; otherwise "multi_hot" and "count" reduce the tokens of a row.</summary>
    public static string CategoryEncoding(LayerUse use, CategoryEncoding layer)
    {
        string tokens = Tokens(use);
        bool isOneHot = layer.OutputMode == CategoryOutputMode.OneHot, hasTokenAxis = use.Input.Shape.Rank > 0;
        if (isOneHot && hasTokenAxis && use.Input.Shape.Last == 1)
            tokens = use.Add("Squeeze", [tokens, use.Constant("token_axis", [-1L])]);
        string depth = use.Constant("num_tokens", (long)layer.NumTokens);
        string rows = use.Add("OneHot", [tokens, depth, use.Constant("off_and_on", [0f, 1f])], OnnxAttribute.Of("axis", -1));
        if (isOneHot || !hasTokenAxis)
            return rows;
        return layer.OutputMode == CategoryOutputMode.Count
            ? use.Add("ReduceSum", [rows, use.Constant("token_axis", [-2L])], OnnxAttribute.Of("keepdims", 0))
            : use.Add("ReduceMax", [rows], OnnxAttribute.Of("axes", [-2L]), OnnxAttribute.Of("keepdims", 0));
    }

    private static string Tokens(LayerUse use) => use.Add("Cast", [use.Input.Name], OnnxAttribute.To(DataType.Int64));

    /// <summary>1 where the token is not 0.</summary>
    private static string Mask(LayerUse use, string tokens)
    {
        string isPadding = use.Add("Equal", [tokens, use.Constant("padding", 0L)]);
        return use.Add("Cast", [use.Add("Not", [isPadding])], OnnxAttribute.To(DataType.Float));
    }
}
