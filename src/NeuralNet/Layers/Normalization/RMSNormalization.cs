using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales each row (the last axis, or others) to a root mean square of 1: y = scale·x/√(mean(x²) + ε). Parameter scale, of the sizes of the
/// axes, in ascending order. Zhang and Sennrich, "Root mean square layer normalization", 2019; Keras:
/// layers/normalization/rms_normalization.py.
/// </summary>
/// <param name="axis">The axis or axes that are normalized together; the last, −1, by default.</param>
/// <param name="epsilon">The number that is added to the mean of the squares; 10⁻⁶ by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">Epsilon is not positive.</exception>
[Configurable]
public sealed partial class RMSNormalization(Axes axis = default, float epsilon = 1e-6f, string? name = null) : Layer(name)
{
    private readonly float epsilon = Require.Positive(epsilon);
    private Parameter scale = null!;
    private LayerMemory normalizedGroups = null!, inverses = null!, inputGroups = null!, outputGroups = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        scale = builder.AddParameter("scale", axis.SizesIn(this, builder.InputShape), new Ones());
        normalizedGroups = builder.AddMemory("normalized_groups", shapes => shapes.Input);
        inverses = builder.AddMemory("inverses", shapes => shapes.Input.Size / AxesOf(shapes.Input.WithoutBatch()).GroupLength);
        inputGroups = RowAxes.Declare(builder, "input_groups", AxesOf, isKept: false);
        outputGroups = RowAxes.Declare(builder, "output_groups", AxesOf, isKept: false);
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => AxesOf(shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        RowAxes axes = frame.Prepared<RowAxes>();
        int size = axes.GroupLength;
        ReadOnlySpan<float> input = axes.Gather(frame[inputGroups], frame.Input).Data;
        Span<float> output = axes.Place(frame[outputGroups], frame.Output).Data, inverse = frame[inverses].Data;
        for (int row = 0; row < inverse.Length; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * size, size);
            Span<float> normalized = frame[normalizedGroups].Data.Slice(row * size, size);
            inverse[row] = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(x) / size + epsilon);
            TensorPrimitives.Multiply(x, inverse[row], normalized);
            TensorPrimitives.Multiply(normalized, scale.Value.Data, output.Slice(row * size, size));
        }

        axes.Scatter(frame[outputGroups], frame.Output);
    }

    /// <summary>
    /// dx = (g − x̂·Σ g·x̂/n)/√(mean(x²) + ε) with g = scale·dy and x̂ = x/√(mean(x²) + ε), over the n values of a row; dscale = Σ dy·x̂.
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        RowAxes axes = frame.Prepared<RowAxes>();
        int size = axes.GroupLength;
        Span<float> gradient = axes.Gather(frame[inputGroups], frame.OutputGradient).Data;
        ReadOnlySpan<float> normalized = frame[normalizedGroups].Data, inverse = frame[inverses].Data;
        if (frame.Gradient(scale) is { } scaleGradient)
            FeatureStatistics.SumOfProducts(gradient, normalized, scaleGradient.Data);
        if (frame.InputGradient is not { } inputGradient)
            return;

        Span<float> targets = axes.Place(frame[outputGroups], inputGradient).Data;
        for (int row = 0; row < inverse.Length; row++)
        {
            Span<float> g = gradient.Slice(row * size, size);
            ReadOnlySpan<float> x = normalized.Slice(row * size, size);
            TensorPrimitives.Multiply(g, scale.Value.Data, g);
            TensorPrimitives.MultiplyAdd(x, -TensorPrimitives.Dot(g, x) / size, g, g);
            TensorPrimitives.Multiply(g, inverse[row], targets.Slice(row * size, size));
        }

        axes.Scatter(frame[outputGroups], inputGradient);
    }

    private RowAxes AxesOf(Shape row) => axis.Of(this, row);
}
