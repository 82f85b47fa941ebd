using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>
/// Translates activations to those of TensorFlow.js 4. An activation that TensorFlow.js has only as a layer becomes layers behind the one
/// that it belongs to.
/// </summary>
internal static class ActivationTranslations
{
    /// <summary>The activations of the same function, by their names here.</summary>
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["linear"] = "linear",
        ["relu"] = "relu",
        ["relu6"] = "relu6",
        ["sigmoid"] = "sigmoid",
        ["tanh"] = "tanh",
        ["softmax"] = "softmax",
        ["log_softmax"] = "log_softmax",
        ["selu"] = "selu",
        ["gelu"] = "gelu",
        ["silu"] = "swish",
        ["mish"] = "mish",
        ["softplus"] = "softplus",
        ["softsign"] = "softsign",
    };

    /// <summary>Adds an activation to a translated layer.</summary>
    /// <exception cref="NotSupportedException">TensorFlow.js has no counterpart of the activation.</exception>
    public static TranslatedLayer[] Append(LayerUse use, TranslatedLayer layer, Activation activation)
    {
        (string name, TranslatedLayer[] behind) = Translate(use, layer.Name, activation);
        layer.Config["activation"] = name;
        return [layer, .. behind];
    }

    private static (string Name, TranslatedLayer[] Behind) Translate(LayerUse use, string layer, Activation activation) => activation switch
    {
        LeakyReLUActivation leaky => ("linear", [LeakyReLU(layer, leaky.NegativeSlope)]),
        ELUActivation { Alpha: 1 } => ("elu", []),
        _ when IsOfLibrary(activation) && activation.Name == "hard_sigmoid" => ("linear", HardSigmoid(layer)),
        _ when IsOfLibrary(activation) && activation is not ApproximateGELUActivation
            && ByName.TryGetValue(activation.Name, out string? name) => (name, []),
        _ => throw use.Error($"uses the activation '{activation.Name}', which TensorFlow.js lacks with these settings or at all"),
    };

    private static TranslatedLayer LeakyReLU(string layer, float negativeSlope) =>
        new("LeakyReLU", layer + "_leaky_re_lu", new() { ["alpha"] = negativeSlope });

    /// <summary>min(max(x/6 + ½, 0), 1).</summary>
    private static TranslatedLayer[] HardSigmoid(string layer) =>
    [
        new("Rescaling", layer + "_rescaling", new() { ["scale"] = 1 / 6.0, ["offset"] = 0.5 }),
        new("ReLU", layer + "_re_lu", new() { ["max_value"] = 1 }),
    ];

    /// <summary>A custom activation may have any name.</summary>
    private static bool IsOfLibrary(Activation activation) => activation.GetType().Assembly == typeof(Activation).Assembly;
}
