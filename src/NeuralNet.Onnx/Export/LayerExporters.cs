using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Writes layers as operators of opset 17, by their types; a new layer adds its line here.</summary>
internal static class LayerExporters
{
    private static readonly Dictionary<Type, Func<LayerUse, string>> ByType = new()
    {
        [typeof(Dense)] = Dense,
        [typeof(ActivationLayer)] = Activation,
        [typeof(LeakyReLU)] = Activation,
        [typeof(ELU)] = Activation,
        [typeof(Softmax)] = Of<Softmax>((use, layer) => Activation(use.RequireLastAxis(layer.Axis))),
        [typeof(PReLU)] = use => use.Add("PRelu", [use.Input.Name, use.Parameter("alpha")]),
        [typeof(Embedding)] = Of<Embedding>(TokenExporters.Embedding),
        [typeof(CategoryEncoding)] = Of<CategoryEncoding>(TokenExporters.CategoryEncoding),
        [typeof(BatchNormalization)] = Of<BatchNormalization>(NormalizationExporters.BatchNormalization),
        [typeof(LayerNormalization)] = Of<LayerNormalization>(NormalizationExporters.LayerNormalization),
        [typeof(UnitNormalization)] = Of<UnitNormalization>(NormalizationExporters.UnitNormalization),
        [typeof(Normalization)] = Of<Normalization>(NormalizationExporters.Normalization),
        [typeof(Rescaling)] = Of<Rescaling>(NormalizationExporters.Rescaling),
        [typeof(Dropout)] = use => use.Input.Name,
        [typeof(AlphaDropout)] = use => use.Input.Name,
        [typeof(GaussianNoise)] = use => use.Input.Name,
        [typeof(Flatten)] = Of<Flatten>((use, layer) =>
            use.RequireChannelsLast(layer.DataFormat).Add("Flatten", [use.Input.Name], OnnxAttribute.Of("axis", 1))),
        [typeof(Reshape)] = Reshape,
        [typeof(Permute)] = Of<Permute>(ShapeExporters.Permute),
        [typeof(Slice)] = Of<Slice>(ShapeExporters.Slice),
        [typeof(GlobalAveragePooling1D)] = Of<GlobalAveragePooling1D>(PoolingExporters.Average),
        [typeof(GlobalMaxPooling1D)] = Of<GlobalMaxPooling1D>(PoolingExporters.Maximum),
        [typeof(Concatenate)] = Of<Concatenate>(MergeExporters.Concatenate),
        [typeof(Add)] = MergeExporters.Add,
        [typeof(Subtract)] = MergeExporters.Subtract,
        [typeof(Multiply)] = MergeExporters.Multiply,
        [typeof(Average)] = MergeExporters.Average,
        [typeof(Maximum)] = MergeExporters.Maximum,
        [typeof(MatMul)] = use => use.Add("MatMul", use.Inputs.Select(input => input.Name)),
        [typeof(MultiHeadAttention)] = Of<MultiHeadAttention>(AttentionExporters.MultiHeadAttention),
        [typeof(PositionEmbedding)] = Of<PositionEmbedding>(AttentionExporters.PositionEmbedding),
    };

    /// <summary>Returns whether there is a line for layers of this type.</summary>
    public static bool Knows(Type layer) => ByType.ContainsKey(layer);

    /// <summary>Writes the operators of a layer and returns the name of their result.</summary>
    /// <exception cref="NotSupportedException">ONNX has no counterpart of the layer.</exception>
    public static string Export(LayerUse use) => ByType.TryGetValue(use.Layer.GetType(), out Func<LayerUse, string>? export)
        ? export(use)
        : throw new NotSupportedException(
            $"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) has no counterpart in ONNX. Layers that have one are: "
            + $"{string.Join(", ", ByType.Keys.Select(type => type.Name))}.");

    /// <summary>An exporter that reads the settings of its layer.</summary>
    private static Func<LayerUse, string> Of<TLayer>(Func<LayerUse, TLayer, string> export)
        where TLayer : Layer => use => export(use, (TLayer)use.Layer);

    private static string Dense(LayerUse use)
    {
        string kernel = use.Parameter("kernel");
        string[] bias = use.Has("bias") ? [use.Parameter("bias")] : [];
        string sum = use.Input.Shape.Rank == 1
            ? use.Add(
                "Gemm", [use.Input.Name, kernel, .. bias],
                OnnxAttribute.Of("alpha", 1f), OnnxAttribute.Of("beta", 1f), OnnxAttribute.Of("transA", 0), OnnxAttribute.Of("transB", 0))
            : bias.Aggregate(use.Add("MatMul", [use.Input.Name, kernel]), (product, added) => use.Add("Add", [product, added]));
        return ActivationExporters.Export(use, use.Layer.FinalActivation!, sum);
    }

    private static string Activation(LayerUse use) =>
        ActivationExporters.Export(use, use.Layer.FinalActivation ?? NeuralNet.Activation.Softmax, use.Input.Name);

    /// <summary>In the target shape, 0 stands for the size of the input's axis, here the batch.</summary>
    private static string Reshape(LayerUse use)
    {
        long[] target = [0, .. use.OutputShape.Select(Size)];
        return use.Add("Reshape", [use.Input.Name, use.Constant("shape", target)], OnnxAttribute.Of("allowzero", 0));
    }

    /// <summary>A size in the target of a Reshape, where −1 stands for an open one.</summary>
    public static long Size(int size) => size == Shape.Open ? -1 : size;
}
