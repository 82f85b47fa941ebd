using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Writes layers as operators of opset 17, by their class names; a new layer adds its line here.</summary>
internal static class LayerExporters
{
    private static readonly Dictionary<string, Func<LayerUse, string>> ByClassName = new(StringComparer.Ordinal)
    {
        ["Dense"] = Dense,
        ["Activation"] = Activation,
        ["Softmax"] = use => Activation(use.RequireLastAxis()),
        ["LeakyReLU"] = Activation,
        ["ELU"] = Activation,
        ["PReLU"] = use => use.Add("PRelu", [use.Input.Name, use.Parameter("alpha")]),
        ["Embedding"] = TokenExporters.Embedding,
        ["CategoryEncoding"] = TokenExporters.CategoryEncoding,
        ["BatchNormalization"] = NormalizationExporters.BatchNormalization,
        ["LayerNormalization"] = use => NormalizationExporters.LayerNormalization(use.RequireLastAxis()),
        ["UnitNormalization"] = use => NormalizationExporters.UnitNormalization(use.RequireLastAxis()),
        ["Normalization"] = NormalizationExporters.Normalization,
        ["Rescaling"] = NormalizationExporters.Rescaling,
        ["Dropout"] = use => use.Input.Name,
        ["AlphaDropout"] = use => use.Input.Name,
        ["GaussianNoise"] = use => use.Input.Name,
        ["Flatten"] = use => use.Add("Flatten", [use.Input.Name], OnnxAttribute.Of("axis", 1)),
        ["Reshape"] = Reshape,
        ["GlobalAveragePooling1D"] = PoolingExporters.Average,
        ["GlobalMaxPooling1D"] = PoolingExporters.Maximum,
        ["Concatenate"] = MergeExporters.Concatenate,
        ["Add"] = MergeExporters.Add,
        ["Subtract"] = MergeExporters.Subtract,
        ["Multiply"] = MergeExporters.Multiply,
        ["Average"] = MergeExporters.Average,
        ["Maximum"] = MergeExporters.Maximum,
    };

    /// <summary>Returns whether there is a line for layers of this class.</summary>
    public static bool Knows(string className) => ByClassName.ContainsKey(className);

    /// <summary>Writes the operators of a layer and returns the name of their result.</summary>
    /// <exception cref="NotSupportedException">The layer is not one of the library's.</exception>
    public static string Export(LayerUse use)
    {
        bool isOfLibrary = use.Layer.GetType().Assembly == typeof(Layer).Assembly;
        return isOfLibrary && ByClassName.TryGetValue(use.Layer.ClassName, out Func<LayerUse, string>? export)
            ? export(use)
            : throw new NotSupportedException(
                $"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) has no counterpart in ONNX. Layers that have one are: "
                + $"{string.Join(", ", ByClassName.Keys)}.");
    }

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

    /// <summary>In the target shape, 0 stands for the size that is there: the batch.</summary>
    private static string Reshape(LayerUse use)
    {
        long[] target = [0, .. use.OutputShape.Select(Size)];
        return use.Add("Reshape", [use.Input.Name, use.Constant("shape", target)], OnnxAttribute.Of("allowzero", 0));
    }

    /// <summary>A size in the target of a Reshape, where −1 stands for an open one.</summary>
    public static long Size(int size) => size == Shape.Open ? -1 : size;

    private static IEnumerable<string> Names(LayerUse use) => use.Inputs.Select(input => input.Name);
}
