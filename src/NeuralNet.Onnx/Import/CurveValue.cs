using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// A function of each element of another value, known by its values at some points. Operators are applied to these, so that it does
/// not matter how a function is spelled out: whatever takes the values of GELU at all points is GELU.
/// </summary>
internal sealed class CurveValue : ImportedValue
{
    /// <summary>The maximum depth of nested operators that are recognized as one function, or split again.</summary>
    private const int MaxDepth = 32;

    /// <summary>The maximum difference between a float32 function and the exact one: absolute or relative, whichever is larger.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>
    /// Close to 0 and far from it too, where bounds and thresholds such as those of Clip(−100, 100) show. The first three give the
    /// settings of functions that have some, the last two the slope of a line.
    /// </summary>
    private static readonly double[] Points =
    [
        0, 1, -1, 1e-30, -1e-30, 1e-6, -1e-6, 1e-3, -1e-3, 0.05, -0.05, 0.3, -0.3, 0.7, -0.7, 1.3, -1.3, 1.7, -1.7, 2.2, -2.2, 2.8, -2.8,
        3.2, -3.2, 4.1, -4.1, 5.3, -5.3, 5.9, -5.9, 6.4, -6.4, 8, -8, 11, -11, 17, -17, 30, -30, 60, -60, 300, -300, 1e4, -1e4, 1e6, -1e6,
        1e10, -1e10, 1e20, -1e20, MaxPoint, -MaxPoint,
    ];

    private const double MaxPoint = 3e38;

    /// <summary>The activations that have no settings, with their values at the points.</summary>
    private static readonly (Activation Activation, double[] Samples)[] Known =
    [
        .. new[]
        {
            Activation.ReLU, Activation.ReLU6, Activation.Sigmoid, Activation.Tanh, Activation.SELU, Activation.SiLU, Activation.Mish,
            Activation.GELU(), Activation.GELU(approximate: true), Activation.Softplus, Activation.Softsign, Activation.HardSigmoid,
            Activation.HardSiLU,
            Activation.Exponential, Activation.Step,
        }.Select(activation => (activation, Sample(activation))),
    ];

    private readonly double[] samples;
    private readonly OperatorNode? last;
    private readonly Func<Node>? apart;
    private readonly bool isTruth;
    private readonly int depth;

    private CurveValue(ImportedValue source, double[] samples, OperatorNode? last = null, Func<Node>? apart = null, int depth = 0)
    {
        (Source, this.samples, this.last, this.apart, this.depth) = (source, samples, last, apart, depth);
        isTruth = last is not null && GivesTruth(last);
    }

    private CurveValue(CurveValue function, bool isTruth)
        : this(function.Source, function.samples, function.last, function.apart, function.depth) => this.isTruth = isTruth;

    /// <summary>The value whose elements are the arguments of the function.</summary>
    public ImportedValue Source { get; }

    /// <summary>Gets a value indicating whether the function gives true and false, 1 and 0 at the points.</summary>
    public bool IsTruth => isTruth;

    /// <summary>The value of the function at 0.</summary>
    public double AtZero => samples[0];

    /// <summary>The value of the function at 1.</summary>
    public double AtOne => samples[1];

    /// <summary>The factor, if the function only multiplies by a number; null otherwise.</summary>
    public double? Scale => AsRescaling() is (float scale, 0) ? scale : null;

    public override Shape? Shape => Source.Shape;

    public override AxisSize[] SizesIn(NodeSizes known) => Source.SizesIn(known);

    protected override string Description => isTruth ? "a truth value" : "a function of each element";

    protected override string Cure => "cast it to Float";

    /// <summary>A value as a function: of what it is a function of, or of itself.</summary>
    public static CurveValue Of(ImportedValue value) => value as CurveValue ?? new CurveValue(value, Points);

    /// <summary>The truth values of a condition on each element.</summary>
    public static CurveValue Truth(ImportedValue source, Func<double, bool> condition) =>
        new(new CurveValue(source, Array.ConvertAll(Points, x => condition(x) ? 1.0 : 0)), isTruth: true);

    /// <summary>The same function of another value.</summary>
    public CurveValue WithSource(ImportedValue source) => new(new CurveValue(source, samples, last, depth: depth), isTruth);

    /// <summary>The function of this function.</summary>
    public CurveValue Apply(OperatorNode node, Func<double, double> function) => isTruth && !GivesTruth(node)
        ? throw new ModelFileException("it is given truth values, which have to be cast to numbers")
        : new CurveValue(
            Source, Array.ConvertAll(samples, value => function(value)), node, CanSplit ? () => Split(node, function) : null, depth + 1);

    /// <summary>
    /// The function of this and another function of the same value. If it turns out to be no activation, it is what
    /// <paramref name="merge"/> makes of the two.
    /// </summary>
    public ImportedValue Combine(OperatorNode node, CurveValue other, Func<double, double, double> function, Func<Node> merge)
    {
        int newDepth = Math.Max(depth, other.depth) + 1;
        return newDepth > MaxDepth
            ? new LayerValue(merge())
            : new CurveValue(Source, [.. samples.Zip(other.samples, function)], node, merge, newDepth);
    }

    /// <summary>Returns a function that has one value where this one is true and another where it is false.</summary>
    public CurveValue Choose(double whereTrue, double whereFalse, OperatorNode node) => new(
        Source, Array.ConvertAll(samples, value => value != 0 ? whereTrue : whereFalse), node, depth: depth + 1);

    private static bool GivesTruth(OperatorNode node) => node.Type is "Greater" or "GreaterOrEqual" or "Equal" or "Not"
        || (node.Type == "Cast" && (DataType)node.Get("to", 0) is DataType.Bool);

    /// <summary>Something comes before the last operator, and not too much.</summary>
    private bool CanSplit => last is not null && depth < MaxDepth;

    /// <summary>The function as layers of its own before the operator, and of the operator alone, which may be an activation.</summary>
    private Node Split(OperatorNode node, Func<double, double> function) =>
        new CurveValue(new LayerValue(Node), Array.ConvertAll(Points, x => function(x)), node).Node;

    /// <summary>1 where a condition holds, else 0.</summary>
    public ImportedValue ToNumber() => isTruth ? new CurveValue(this, isTruth: false) : this;

    protected override Node MakeNode()
    {
        if (isTruth)
            return base.MakeNode();
        if (AsRescaling() is (float scale, float offset))
            return (scale, offset) == (1, 0) ? Source.Node : Source.Node.Add(new Rescaling(scale, offset, last!.LayerName()));
        if (Recognize() is { } activation)
            return Source.Node.Add(new ActivationLayer(activation, last!.LayerName()));
        if (AsBoundedReLU() is { } rectifier)
            return Source.Node.Add(rectifier);
        if (AsClip() is (float minimum, float maximum))
            return Clipped(minimum, maximum);
        return apart?.Invoke()
            ?? throw new ModelFileException($"{last}, with those before it, computes a function that no activation of the library is");
    }

    private (float Scale, float Offset)? AsRescaling()
    {
        double offset = samples[0], scale = (samples[^2] - samples[^1]) / (2 * MaxPoint);
        return double.IsFinite(offset) && double.IsFinite(scale) && Matches(Array.ConvertAll(Points, x => scale * x + offset), 1e-9)
            ? ((float)scale, (float)offset)
            : null;
    }

    /// <summary>The activation that has these values. The setting of one that has a setting follows from the value at −1.</summary>
    private Activation? Recognize()
    {
        float slope = (float)-samples[2], alpha = (float)(samples[2] / (Math.Exp(-1) - 1));
        if (float.IsFinite(slope) && slope > 0 && Matches(Sample(Activation.LeakyReLU(slope)), Tolerance))
            return Activation.LeakyReLU(slope);
        if (float.IsFinite(alpha) && alpha > 0 && Matches(Sample(Activation.ELU(alpha)), Tolerance))
            return Activation.ELU(alpha);
        return Known.FirstOrDefault(known => Matches(known.Samples, Tolerance)).Activation;
    }

    /// <summary>
    /// min(x, maximum) above a threshold θ, slope·(x − θ) below, as Clip(0, maximum) is; null if the function has other values. The
    /// threshold follows from the value at 0, which is 0 without a slope.
    /// </summary>
    private ReLU? AsBoundedReLU()
    {
        double maximum = samples[^2], slope = Math.Max(samples[^1] / -MaxPoint, 0);
        double threshold = slope > 0 ? Math.Max(-samples[0] / slope, 0) : 0;
        bool isBounded = maximum is >= 0 and < MaxPoint / 10 && slope < 1e6 && threshold < 1e6;
        return isBounded
            && Matches(Array.ConvertAll(Points, x => Math.Min(x <= threshold ? slope * (x - threshold) : x, maximum)), Tolerance)
            ? new ReLU((float)maximum, (float)slope, (float)threshold, last!.LayerName())
            : null;
    }

    /// <summary>The bounds of a function that only cuts off values below and above 0; null if it is another.</summary>
    private (float Minimum, float Maximum)? AsClip()
    {
        double minimum = samples[^1], maximum = samples[^2];
        bool isBounded = minimum is <= 0 and > -MaxPoint / 10 && maximum is >= 0 and < MaxPoint / 10;
        return isBounded && Matches(Array.ConvertAll(Points, x => Math.Clamp(x, minimum, maximum)), Tolerance)
            ? ((float)minimum, (float)maximum)
            : null;
    }

    /// <summary>min(max(x, 0), maximum) − min(max(−x, 0), −minimum).</summary>
    private Node Clipped(float minimum, float maximum)
    {
        Node above = Source.Node.Add(new ReLU(maximum)), below = Source.Node.Add(new Rescaling(-1)).Add(new ReLU(-minimum));
        return above.Merge(new Subtract(last!.LayerName()), below);
    }

    private bool Matches(double[] expected, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!IsEqual(samples[i], expected[i], tolerance))
                return false;
        }

        return true;
    }

    /// <summary>Values beyond float32 are infinite in float32, or NaN if they follow from infinite ones.</summary>
    private static bool IsEqual(double actual, double expected, double tolerance) => double.IsFinite(expected)
        ? Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected))
        : double.IsNaN(expected) || Math.Abs(actual) > float.MaxValue;

    private static double[] Sample(Activation activation)
    {
        var points = new Tensor([Points.Length, 1], Array.ConvertAll(Points, x => (float)x));
        return Array.ConvertAll(activation.Call(points).ToArray(), y => (double)y);
    }
}
