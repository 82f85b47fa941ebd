using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes each row (the last axis, or others) and scales it: y = γ·(x − μ)/√(σ² + ε) + β, with the row's own mean μ and biased
/// variance σ². With <c>rmsScaling</c>, y = γ·x/√(σ² + ε): the values are scaled by their deviation but not centred, and there is no β.
/// Parameters gamma and beta, each of the sizes of the axes, in ascending order. Ba, Kiros and Hinton, "Layer
/// normalization", 2016; Keras: layers/normalization/layer_normalization.py.
/// </summary>
/// <param name="axis">The axis or axes that are normalized together; the last, −1, by default.</param>
/// <param name="epsilon">The number that is added to the variance; 0.001 by default.</param>
/// <param name="center">Whether β is added; true by default.</param>
/// <param name="scale">Whether the normalized values are multiplied by γ; true by default.</param>
/// <param name="betaInitializer">The initializer of β; <see cref="Zeros"/> by default.</param>
/// <param name="gammaInitializer">The initializer of γ; <see cref="Ones"/> by default.</param>
/// <param name="betaRegularizer">The penalty on β; none by default.</param>
/// <param name="gammaRegularizer">The penalty on γ; none by default.</param>
/// <param name="betaConstraint">The constraint on β; none by default.</param>
/// <param name="gammaConstraint">The constraint on γ; none by default.</param>
/// <param name="rmsScaling">
/// Whether x is divided by √(σ² + ε) without being centred; false by default. There are then γ and no β, whatever
/// <paramref name="scale"/> and <paramref name="center"/> are. In spite of Keras's name for it, σ² is the variance.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">Epsilon is not positive.</exception>
[Configurable]
public sealed partial class LayerNormalization(
    Axes axis = default, float epsilon = 1e-3f, bool center = true, bool scale = true,
    Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool rmsScaling = false, string? name = null) : Layer(name)
{
    private readonly float epsilon = Require.Positive(epsilon);
    private readonly Initializer betaInitializer = betaInitializer ?? new Zeros(), gammaInitializer = gammaInitializer ?? new Ones();
    private ScaleAndCenter scaleAndCenter = null!;
    private LayerMemory normalizedGroups = null!, scaledGroups = null!, inverses = null!;
    private LayerMemory inputGroups = null!, outputGroups = null!, sums = null!, sumsOfProducts = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Shape sizes = axis.SizesIn(this, builder.InputShape);
        bool scales = scale || rmsScaling, centers = center && !rmsScaling;
        scaleAndCenter = new ScaleAndCenter(
            scales ? builder.AddParameter("gamma", sizes, gammaInitializer, true, gammaRegularizer, gammaConstraint) : null,
            centers ? builder.AddParameter("beta", sizes, betaInitializer, true, betaRegularizer, betaConstraint) : null);
        normalizedGroups = builder.AddMemory("normalized_groups", shapes => shapes.Input);
        scaledGroups = builder.AddMemory("scaled_groups", shapes => rmsScaling ? shapes.Input : 0);
        inverses = builder.AddMemory("inverses", shapes => shapes.Input.Size / AxesOf(shapes.Input.WithoutBatch()).GroupLength);
        inputGroups = RowAxes.Declare(builder, "input_groups", AxesOf, isKept: false);
        outputGroups = RowAxes.Declare(builder, "output_groups", AxesOf, isKept: false);
        sums = builder.AddWorkspace("sums", shapes => AxesOf(shapes.Input.WithoutBatch()).Shape);
        sumsOfProducts = builder.AddWorkspace("sums_of_products", shapes => AxesOf(shapes.Input.WithoutBatch()).Shape);
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => AxesOf(shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        RowAxes axes = frame.Prepared<RowAxes>();
        int size = axes.GroupLength;
        Span<float> input = axes.Gather(frame[inputGroups], frame.Input).Data, output = axes.Place(frame[outputGroups], frame.Output).Data;
        Span<float> inverse = frame[inverses].Data;
        for (int row = 0; row < inverse.Length; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * size, size);
            Span<float> normalized = Normalized(frame).Slice(row * size, size), scaled = Scaled(frame).Slice(row * size, size);
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / size, normalized);
            float variance = TensorPrimitives.SumOfSquares<float>(normalized) / size;
            inverse[row] = 1 / MathF.Sqrt(variance + epsilon);
            TensorPrimitives.Multiply(normalized, inverse[row], normalized);
            if (rmsScaling)
                TensorPrimitives.Multiply(x, inverse[row], scaled);
            scaleAndCenter.Apply(scaled, output.Slice(row * size, size));
        }

        axes.Scatter(frame[outputGroups], frame.Output);
    }

    /// <summary>
    /// dx = (g − (Σ g + x̂·Σ g·x̂)/n)/√(σ² + ε) with g = γ·dy, over the n values of a row; where x is not centred, (g − x̂·Σ g·s/n)/√(σ² +
    /// ε) with s = x/√(σ² + ε).
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        RowAxes axes = frame.Prepared<RowAxes>();
        Span<float> gradient = axes.Gather(frame[inputGroups], frame.OutputGradient).Data;
        Span<float> sum = frame[sums].Data, sumOfProducts = frame[sumsOfProducts].Data;
        scaleAndCenter.PutGradients(frame, gradient, Scaled(frame), sumOfProducts, sum);
        if (frame.InputGradient is not { } inputGradient)
            return;

        int size = axes.GroupLength;
        Span<float> targets = axes.Place(frame[outputGroups], inputGradient).Data;
        ReadOnlySpan<float> inverse = frame[inverses].Data;
        for (int row = 0; row < inverse.Length; row++)
        {
            Span<float> g = gradient.Slice(row * size, size), target = targets.Slice(row * size, size);
            ReadOnlySpan<float> normalized = Normalized(frame).Slice(row * size, size);
            scaleAndCenter.ApplyScale(g);
            float mean = rmsScaling ? 0 : TensorPrimitives.Sum<float>(g) / size;
            float slope = TensorPrimitives.Dot(g, Scaled(frame).Slice(row * size, size)) / size;
            TensorPrimitives.Subtract(g, mean, g);
            TensorPrimitives.MultiplyAdd(normalized, -slope, g, g);
            TensorPrimitives.Multiply(g, inverse[row], target);
        }

        axes.Scatter(frame[outputGroups], inputGradient);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// By hand, for the settings keep the order that they have in files, and rms_scaling stands there only where it is true.
    /// </remarks>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.SetAxes("axis", axis);
        configuration.Set("epsilon", epsilon);
        if (rmsScaling)
            configuration.Set("rms_scaling", true);
        configuration.Set("center", center);
        configuration.Set("scale", scale);
        configuration.Set("beta_initializer", betaInitializer);
        configuration.Set("gamma_initializer", gammaInitializer);
        configuration.Set("beta_regularizer", betaRegularizer);
        configuration.Set("gamma_regularizer", gammaRegularizer);
        configuration.Set("beta_constraint", betaConstraint);
        configuration.Set("gamma_constraint", gammaConstraint);
    }

    /// <summary>Returns x̂ of every row, group by group.</summary>
    private Span<float> Normalized(Frame frame) => frame[normalizedGroups].Data;

    /// <summary>Returns the factor of γ: x̂, or x/√(σ² + ε) where x is not centred.</summary>
    private Span<float> Scaled(Frame frame) => rmsScaling ? frame[scaledGroups].Data : Normalized(frame);

    private RowAxes AxesOf(Shape row) => axis.Of(this, row);
}
