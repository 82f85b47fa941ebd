using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>
/// Translates layers to those of TensorFlow.js 4, by their types; a new layer adds its line here. Settings that only training uses are
/// left out.
/// </summary>
internal static class LayerTranslations
{
    private static readonly Dictionary<Type, Func<LayerUse, TranslatedLayer[]>> ByType = new()
    {
        [typeof(Dense)] = Dense,
        [typeof(ActivationLayer)] = Activation,
        [typeof(LeakyReLU)] = Activation,
        [typeof(ELU)] = Activation,
        [typeof(Softmax)] = Softmax,
        [typeof(PReLU)] = Same<PReLU>(layer => new() { ["shared_axes"] = List(layer.SharedAxes ?? []) }),
        [typeof(Embedding)] = Same<Embedding>(layer => new() { ["input_dim"] = layer.InputDim, ["output_dim"] = layer.OutputDim }),
        [typeof(CategoryEncoding)] = CategoryEncoding,
        [typeof(BatchNormalization)] = NormalizationTranslations.BatchNormalization,
        [typeof(LayerNormalization)] = NormalizationTranslations.LayerNormalization,
        [typeof(Normalization)] = NormalizationTranslations.Normalization,
        [typeof(Rescaling)] = Rescaling,
        [typeof(Dropout)] = Same<Dropout>(layer => new() { ["rate"] = layer.Rate }),
        [typeof(AlphaDropout)] = Same<AlphaDropout>(layer => new() { ["rate"] = layer.Rate }),
        [typeof(GaussianNoise)] = Same<GaussianNoise>(layer => new() { ["stddev"] = layer.Stddev }),
        [typeof(Flatten)] = Same<Flatten>(layer => new() { ["data_format"] = Name(layer.DataFormat) }),
        [typeof(Reshape)] = Same<Reshape>(layer => new() { ["target_shape"] = List(layer.TargetShape) }),
        [typeof(GlobalAveragePooling1D)] = use => GlobalPooling(use, ((GlobalAveragePooling1D)use.Layer).DataFormat),
        [typeof(GlobalMaxPooling1D)] = use => GlobalPooling(use, ((GlobalMaxPooling1D)use.Layer).DataFormat),
        [typeof(Concatenate)] = Same<Concatenate>(layer => new() { ["axis"] = layer.Axis }),
        [typeof(Add)] = Same<Add>(_ => []),
        [typeof(Multiply)] = Same<Multiply>(_ => []),
        [typeof(Average)] = Same<Average>(_ => []),
        [typeof(Maximum)] = Same<Maximum>(_ => []),
    };

    /// <summary>Returns the layers of TensorFlow.js that together compute a layer's function; one of them has its name.</summary>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public static TranslatedLayer[] Translate(LayerUse use) => ByType.TryGetValue(use.Layer.GetType(), out var translate)
        ? translate(use)
        : throw use.Error("has no counterpart");

    /// <summary>The translation of a layer that TensorFlow.js has under the same name, with the settings that it has there.</summary>
    private static Func<LayerUse, TranslatedLayer[]> Same<TLayer>(Func<TLayer, JsonObject> config)
        where TLayer : Layer => use => [use.Translate(config((TLayer)use.Layer))];

    private static TranslatedLayer[] Dense(LayerUse use)
    {
        var layer = (Dense)use.Layer;
        TranslatedLayer dense = use.Translate(new() { ["units"] = layer.Units, ["use_bias"] = layer.UseBias });
        return ActivationTranslations.Append(use, dense, layer.FinalActivation);
    }

    private static TranslatedLayer[] Activation(LayerUse use) =>
        ActivationTranslations.Append(use, use.Translate([]) with { ClassName = "Activation" }, use.Layer.FinalActivation!);

    private static TranslatedLayer[] Softmax(LayerUse use) => use.Layer.FinalActivation is null
        ? throw use.Error("works along other axes than the last, which TensorFlow.js lacks")
        : [use.Translate(new() { ["axis"] = -1 })];

    /// <summary>Returns the name of an order of axes in TensorFlow.js.</summary>
    private static string Name(DataFormat dataFormat) => dataFormat == DataFormat.ChannelsFirst ? "channels_first" : "channels_last";

    private static TranslatedLayer[] GlobalPooling(LayerUse use, DataFormat dataFormat)
    {
        if (use.OutputShape.Rank > 1)
            throw use.Error("keeps the axis of the steps (keepdims), which TensorFlow.js lacks");
        return dataFormat == DataFormat.ChannelsLast
            ? [use.Translate([])]
            : throw use.Error("has its channels first, which TensorFlow.js lacks");
    }

    private static TranslatedLayer[] Rescaling(LayerUse use)
    {
        var layer = (Rescaling)use.Layer;
        return layer.Scale.Count == 1 && layer.Offset.Count == 1
            ? [use.Translate(new() { ["scale"] = layer.Scale[0], ["offset"] = layer.Offset[0] })]
            : throw use.Error("has a scale or an offset for each feature, which TensorFlow.js lacks");
    }

    /// <summary>
    /// CategoryEncoding of TensorFlow.js 4 writes its output's shape into the array of its input's, which would spoil the shape of the
    /// layer before it; a Reshape to the same shape gives it an array of its own.
    /// </summary>
    private static TranslatedLayer[] CategoryEncoding(LayerUse use)
    {
        var layer = (CategoryEncoding)use.Layer;
        Shape tokens = use.InputShapes[0];
        if (tokens.Rank != 1 || use.OutputShape.Rank > 1)
            throw use.Error("gives a row for each of several tokens, or is given no row of tokens, which TensorFlow.js lacks");
        var reshape = new TranslatedLayer("Reshape", use.Name + "_tokens", new() { ["target_shape"] = List(tokens) });
        return [reshape, use.Translate(new() { ["num_tokens"] = layer.NumTokens, ["output_mode"] = NameOf(layer.OutputMode) })];
    }

    private static string NameOf(CategoryOutputMode mode) => mode switch
    {
        CategoryOutputMode.OneHot => "one_hot",
        CategoryOutputMode.MultiHot => "multi_hot",
        _ => "count",
    };

    private static JsonArray List(IEnumerable<int> numbers) => new([.. numbers.Select(number => JsonValue.Create(number))]);
}
