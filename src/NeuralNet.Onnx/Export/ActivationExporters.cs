using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Writes activations as operators of opset 17, by their names.</summary>
internal static class ActivationExporters
{
    private static readonly Dictionary<string, Func<LayerUse, Activation, string, string>> ByName = new(StringComparer.Ordinal)
    {
        ["linear"] = (_, _, x) => x,
        ["sigmoid"] = (use, _, x) => use.Add("Sigmoid", [x]),
        ["tanh"] = (use, _, x) => use.Add("Tanh", [x]),
        ["relu"] = (use, _, x) => use.Add("Relu", [x]),
        ["softmax"] = (use, _, x) => use.Add("Softmax", [x], OnnxAttribute.Of("axis", -1)),
        ["log_softmax"] = (use, _, x) => use.Add("LogSoftmax", [x], OnnxAttribute.Of("axis", -1)),
        ["leaky_relu"] = (use, activation, x) =>
            use.Add("LeakyRelu", [x], OnnxAttribute.Of("alpha", ((LeakyReLUActivation)activation).NegativeSlope)),
        ["elu"] = (use, activation, x) => use.Add("Elu", [x], OnnxAttribute.Of("alpha", ((ELUActivation)activation).Alpha)),
        ["selu"] = (use, _, x) => use.Add("Selu", [x], OnnxAttribute.Of("alpha", 1.6732632f), OnnxAttribute.Of("gamma", 1.050701f)),
        ["gelu"] = (use, activation, x) => activation is ApproximateGELUActivation ? ApproximateGelu(use, x) : Gelu(use, x),
        ["silu"] = (use, _, x) => use.Add("Mul", [x, use.Add("Sigmoid", [x])]),
        ["mish"] = (use, _, x) => use.Add("Mul", [x, use.Add("Tanh", [use.Add("Softplus", [x])])]),
        ["softplus"] = (use, _, x) => use.Add("Softplus", [x]),
        ["softsign"] = (use, _, x) => use.Add("Softsign", [x]),
        ["hard_sigmoid"] = (use, _, x) => use.Add("HardSigmoid", [x], OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f)),
        ["hard_silu"] = (use, _, x) => use.Add("HardSwish", [x]),
        ["relu6"] = (use, _, x) => use.Add("Clip", [x, use.Constant("zero", 0f), use.Constant("six", 6f)]),
        ["exponential"] = (use, _, x) => use.Add("Exp", [x]),
        ["step"] = Step,
    };

    /// <summary>Returns whether there is a line for an activation of this name.</summary>
    public static bool Knows(string name) => ByName.ContainsKey(name);

    /// <summary>Writes an activation of <paramref name="input"/> and returns the name of the result.</summary>
    /// <exception cref="NotSupportedException">The activation is not one of the library's.</exception>
    public static string Export(LayerUse use, Activation activation, string input)
    {
        bool isOfLibrary = activation.GetType().Assembly == typeof(Activation).Assembly;
        if (!isOfLibrary || !ByName.TryGetValue(activation.Name, out var export))
        {
            throw new NotSupportedException(
                $"The activation '{activation.Name}' of the layer '{use.Layer.Name}' ({use.Layer.ClassName}) has no "
                + $"counterpart in ONNX. Those that have one are: {string.Join(", ", ByName.Keys)}.");
        }

        return export(use, activation, input);
    }

    /// <summary>
    /// min(x, maximum) above the threshold θ, slope·(x − θ) below. With a threshold this is [x &gt; θ]·m − slope·max(θ − x, 0), where m is
    /// x between θ and the maximum.
    /// </summary>
    public static string ReLU(LayerUse use, ReLU layer)
    {
        string x = use.Input.Name;
        if (layer.Threshold > 0)
            return AboveThreshold(use, layer, x);
        if (layer.NegativeSlope == 0)
        {
            return layer.MaxValue is float clipped
                ? use.Add("Clip", [x, use.Constant("zero", 0f), use.Constant("maximum", clipped)])
                : use.Add("Relu", [x]);
        }

        string leaky = use.Add("LeakyRelu", [x], OnnxAttribute.Of("alpha", layer.NegativeSlope));
        return layer.MaxValue is float maximum ? use.Add("Min", [leaky, use.Constant("maximum", maximum)]) : leaky;
    }

    private static string AboveThreshold(LayerUse use, ReLU layer, string x)
    {
        string threshold = use.Constant("threshold", layer.Threshold), zero = use.Constant("zero", 0f);
        string missing = use.Add("Sub", [threshold, x]);
        string isBelow = use.Add("Cast", [use.Add("GreaterOrEqual", [missing, zero])], OnnxAttribute.To(TensorProto.Types.DataType.Float));
        string isAbove = use.Add("Sub", [use.Constant("one", 1f), isBelow]);
        string atLeast = use.Add("Add", [use.Add("Relu", [use.Add("Sub", [x, threshold])]), threshold]);
        string between = layer.MaxValue is float maximum ? Below(use, atLeast, maximum) : atLeast;
        string above = use.Add("Mul", [isAbove, between]);
        return layer.NegativeSlope == 0
            ? above
            : use.Add("Sub", [above, use.Add("Mul", [use.Add("Relu", [missing]), use.Constant("slope", layer.NegativeSlope)])]);
    }

    /// <summary>min(x, maximum) = maximum − max(maximum − x, 0).</summary>
    private static string Below(LayerUse use, string x, float value)
    {
        string maximum = use.Constant("maximum", value);
        return use.Add("Sub", [maximum, use.Add("Relu", [use.Add("Sub", [maximum, x])])]);
    }

    /// <summary>½x·(1 + erf(x/√2)).</summary>
    private static string Gelu(LayerUse use, string x)
    {
        string error = use.Add("Erf", [use.Add("Div", [x, use.Constant("root_of_two", MathF.Sqrt(2))])]);
        return HalfTimes(use, x, error);
    }

    /// <summary>½x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
    private static string ApproximateGelu(LayerUse use, string x)
    {
        string cubic = use.Add("Mul", [use.Add("Pow", [x, use.Constant("three", 3f)]), use.Constant("cubic", 0.044715f)]);
        string sum = use.Add("Add", [x, cubic]);
        string scaled = use.Add("Mul", [sum, use.Constant("root_of_two_by_pi", MathF.Sqrt(2 / MathF.PI))]);
        return HalfTimes(use, x, use.Add("Tanh", [scaled]));
    }

    /// <summary>½x·(1 + gate).</summary>
    private static string HalfTimes(LayerUse use, string x, string gate)
    {
        string half = use.Add("Mul", [x, use.Constant("half", 0.5f)]);
        return use.Add("Mul", [half, use.Add("Add", [gate, use.Constant("one", 1f)])]);
    }

    private static string Step(LayerUse use, Activation activation, string x) => use.Add(
        "Cast", [use.Add("GreaterOrEqual", [x, use.Constant("zero", 0f)])], OnnxAttribute.To(TensorProto.Types.DataType.Float));
}
