namespace NeuralNet.Onnx;

/// <summary>ONNX's functions of one number.</summary>
internal static class UnaryOperators
{
    private static readonly Dictionary<string, Func<OperatorNode, Func<double, double>>> ByType = new(StringComparer.Ordinal)
    {
        ["Abs"] = _ => Math.Abs,
        ["Clip"] = Clip,
        ["Elu"] = node => Elu(node.Get("alpha", 1f), 1),
        ["Erf"] = _ => Erf,
        ["Exp"] = _ => Math.Exp,
        ["Gelu"] = node => node.Find("approximate")?.S.ToStringUtf8() == "tanh" ? ApproximateGelu : Gelu,
        ["HardSigmoid"] = node => HardSigmoid(node.Get("alpha", 0.2f), node.Get("beta", 0.5f)),
        ["HardSwish"] = _ => x => x * HardSigmoid(1.0 / 6, 0.5)(x),
        ["LeakyRelu"] = node => LeakyRelu(node.Get("alpha", 0.01f)),
        ["Mish"] = _ => x => x * Math.Tanh(Softplus(x)),
        ["Neg"] = _ => x => -x,
        ["Relu"] = _ => x => Math.Max(x, 0),
        ["Selu"] = node => Elu(node.Get("alpha", 1.6732632f), node.Get("gamma", 1.050701f)),
        ["Sigmoid"] = _ => Sigmoid,
        ["Softplus"] = _ => Softplus,
        ["Softsign"] = _ => x => x / (1 + Math.Abs(x)),
        ["Swish"] = _ => x => x * Sigmoid(x),
        ["Tanh"] = _ => Math.Tanh,
    };

    public static IEnumerable<string> Names => ByType.Keys;

    /// <summary>The function, with the operator's settings; null if the operator is none.</summary>
    public static Func<double, double>? Find(OperatorNode node) => ByType.GetValueOrDefault(node.Type)?.Invoke(node);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Gelu(double x) => x * 0.5 * (1 + Erf(x / Math.Sqrt(2)));

    private static double ApproximateGelu(double x) => x * 0.5 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    private static double Erf(double x) => MathNet.Numerics.SpecialFunctions.Erf(x);

    private static Func<double, double> Elu(double alpha, double scale) => x => scale * (x > 0 ? x : alpha * (Math.Exp(x) - 1));

    private static Func<double, double> LeakyRelu(double slope) => x => x > 0 ? x : slope * x;

    private static Func<double, double> HardSigmoid(double slope, double offset) => x => Math.Min(Math.Max(slope * x + offset, 0), 1);

    private static Func<double, double> Clip(OperatorNode node)
    {
        double minimum = node.Has(1) ? node.Constant(1).Scalar : node.Get("min", float.NegativeInfinity);
        double maximum = node.Has(2) ? node.Constant(2).Scalar : node.Get("max", float.PositiveInfinity);
        return x => Math.Min(Math.Max(x, minimum), maximum);
    }
}
