using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes each row (the last axis, or others) and scales it anew: y = γ·(x − μ)/√(σ² + ε) + β, with the row's own mean μ and biased
/// variance σ². With <c>rmsScaling</c>, y = γ·x/√(σ² + ε): the values are scaled by their deviation but not centred, and there is no β.
/// Parameters gamma and beta, each of the shape of the axes in ascending order. Ba, Kiros and Hinton, "Layer normalization", 2016;
/// Keras: layers/normalization/layer_normalization.py.
/// </summary>
public sealed class LayerNormalization : Layer
{
    private const int NormalizedGroups = 0, Inverses = 1, Sums = 2, SumsOfProducts = 3, InputGroups = 4, OutputGroups = 5, ScaledGroups = 6;

    private readonly Axes axis;
    private readonly float epsilon;
    private readonly bool rmsScaling;
    private readonly ScaleAndCenter scaleAndCenter;
    private RowAxes axes = null!;

    /// <summary>Makes a layer normalization.</summary>
    /// <param name="axis">The axis or axes that are normalized together; the last, −1, by default.</param>
    /// <param name="epsilon">Is added to the variance; 0.001 by default.</param>
    /// <param name="center">Whether β is added; true by default.</param>
    /// <param name="scale">Whether the result is multiplied by γ; true by default.</param>
    /// <param name="betaInitializer">What fills β; zeros by default.</param>
    /// <param name="gammaInitializer">What fills γ; ones by default.</param>
    /// <param name="betaRegularizer">A penalty on β.</param>
    /// <param name="gammaRegularizer">A penalty on γ.</param>
    /// <param name="betaConstraint">A rule for β.</param>
    /// <param name="gammaConstraint">A rule for γ.</param>
    /// <param name="rmsScaling">
    /// Whether x is divided by √(σ² + ε) without being centred; false by default. γ is learned and β left out then, whatever
    /// <paramref name="scale"/> and <paramref name="center"/> say. In spite of Keras's name for it, σ² is the variance.
    /// </param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is not positive.</exception>
    public LayerNormalization(
        Axes axis = default, float epsilon = 1e-3f, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
        Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool rmsScaling = false, string? name = null)
        : base(name)
    {
        this.axis = axis;
        this.epsilon = Require.Positive(epsilon);
        this.rmsScaling = rmsScaling;
        scaleAndCenter = new ScaleAndCenter(
            center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint, gammaConstraint);
    }

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        axes = axis.Of(builder);
        scaleAndCenter.Declare(builder, axes.Shape, onlyScales: rmsScaling);
        return builder.InputShape;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int size = axes.GroupLength;
        float[] input = axes.Gather(frame, InputGroups, frame.Input), output = axes.Place(frame, OutputGroups, frame.Output);
        Span<float> inverse = Inverse(frame);
        for (int row = 0; row < inverse.Length; row++)
        {
            ReadOnlySpan<float> x = input.AsSpan(row * size, size);
            Span<float> normalized = Normalized(frame).Slice(row * size, size), scaled = Scaled(frame).Slice(row * size, size);
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / size, normalized);
            float variance = TensorPrimitives.SumOfSquares<float>(normalized) / size;
            inverse[row] = 1 / MathF.Sqrt(variance + epsilon);
            TensorPrimitives.Multiply(normalized, inverse[row], normalized);
            if (rmsScaling)
                TensorPrimitives.Multiply(x, inverse[row], scaled);
            scaleAndCenter.Apply(scaled, output.AsSpan(row * size, size));
        }

        axes.Scatter(frame, OutputGroups, frame.Output);
    }

    /// <summary>
    /// dx = (g − (Σ g + x̂·Σ g·x̂)/n)/√(σ² + ε) with g = γ·dy, over the n values of a row; where x is not centred,
    /// (g − x̂·Σ g·s/n)/√(σ² + ε) with s = x/√(σ² + ε).
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        Span<float> gradient = axes.Gather(frame, InputGroups, frame.OutputGradient);
        Span<float> sum = frame.Scratch(Sums, axes.Shape).Data, sumOfProducts = frame.Scratch(SumsOfProducts, axes.Shape).Data;
        scaleAndCenter.PutGradients(frame, gradient, Scaled(frame), sumOfProducts, sum);
        if (frame.InputGradient is not { } inputGradient)
            return;

        int size = axes.GroupLength;
        float[] inputGroups = axes.Place(frame, OutputGroups, inputGradient);
        ReadOnlySpan<float> inverse = Inverse(frame);
        for (int row = 0; row < inverse.Length; row++)
        {
            Span<float> g = gradient.Slice(row * size, size), target = inputGroups.AsSpan(row * size, size);
            ReadOnlySpan<float> normalized = Normalized(frame).Slice(row * size, size);
            scaleAndCenter.ApplyScale(g);
            float mean = rmsScaling ? 0 : TensorPrimitives.Sum<float>(g) / size;
            float slope = TensorPrimitives.Dot(g, Scaled(frame).Slice(row * size, size)) / size;
            TensorPrimitives.Subtract(g, mean, g);
            TensorPrimitives.MultiplyAdd(normalized, -slope, g, g);
            TensorPrimitives.Multiply(g, inverse[row], target);
        }

        axes.Scatter(frame, OutputGroups, inputGradient);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        axis.WriteTo(configuration);
        configuration.Set("epsilon", epsilon);
        if (rmsScaling)
            configuration.Set("rms_scaling", true);
        scaleAndCenter.WriteTo(configuration);
    }

    internal static LayerNormalization From(Configuration configuration) => new(
        Axes.Read(configuration),
        configuration.GetSingle("epsilon", 1e-3f),
        configuration.GetBoolean("center", true),
        configuration.GetBoolean("scale", true),
        Initializer.Known.Read(configuration, "beta_initializer"),
        Initializer.Known.Read(configuration, "gamma_initializer"),
        Regularizer.Known.Read(configuration, "beta_regularizer"),
        Regularizer.Known.Read(configuration, "gamma_regularizer"),
        Constraint.Known.Read(configuration, "beta_constraint"),
        Constraint.Known.Read(configuration, "gamma_constraint"),
        configuration.GetBoolean("rms_scaling", false),
        configuration.GetString("name"));

    /// <summary>x̂ of every row, group by group.</summary>
    private static Span<float> Normalized(Frame frame) => frame.Scratch(NormalizedGroups, frame.Output.Shape).Data;

    /// <summary>What γ multiplies: x̂, or x/√(σ² + ε) where x is not centred.</summary>
    private Span<float> Scaled(Frame frame) => rmsScaling ? frame.Scratch(ScaledGroups, frame.Output.Shape).Data : Normalized(frame);

    /// <summary>1/√(σ² + ε) of each row.</summary>
    private Span<float> Inverse(Frame frame) => frame.Scratch(Inverses, frame.Output.Length / axes.GroupLength).Data;
}

/// <summary>The fluent method of <see cref="NeuralNet.LayerNormalization"/>.</summary>
public static class LayerNormalizationExtensions
{
    /// <summary>
    /// Puts a layer normalization on top; its constructor has further settings. See <see cref="NeuralNet.LayerNormalization"/>.
    /// </summary>
    public static T LayerNormalization<T>(
        this ILayerStack<T> stack, Axes axis = default, float epsilon = 1e-3f, bool center = true, bool scale = true, string? name = null)
        where T : ILayerStack<T> => stack.Add(new LayerNormalization(axis, epsilon, center, scale, name: name));
}
