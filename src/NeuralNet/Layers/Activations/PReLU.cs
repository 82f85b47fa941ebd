using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// A leaky ReLU with a learned slope: output = x where x &gt; 0, else alpha·x. Parameter alpha, of the shape of a row with size 1 on
/// shared axes. He et al., "Delving deep into rectifiers", 2015; Keras: layers/activations/prelu.py.
/// </summary>
/// <param name="alphaInitializer">The initializer of the slopes; <see cref="Zeros"/> by default.</param>
/// <param name="alphaRegularizer">The penalty on the slopes; none by default.</param>
/// <param name="alphaConstraint">The constraint on the slopes; none by default.</param>
/// <param name="sharedAxes">The axes along which all places share one slope, the batch being axis 0; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class PReLU(
    Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
    int[]? sharedAxes = null, string? name = null) : Layer(name)
{
    private readonly Initializer alphaInitializer = alphaInitializer ?? new Zeros();
    private readonly int[]? sharedAxes = sharedAxes is { Length: > 0 } ? [.. sharedAxes] : null;
    private Parameter alpha = null!;
    private LayerMemory slopes = null!, negative = null!, sums = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Shape row = builder.InputShape;
        int[] sizes = row.Sizes.ToArray();
        foreach (int axis in sharedAxes ?? [])
        {
            if (axis < 1 || axis > sizes.Length)
            {
                throw builder.Error(
                    $"cannot share slopes along axis {axis}: the inputs have the shape {row.ToStringWithBatch()}, so axes 1 to "
                    + $"{sizes.Length} can be shared");
            }

            sizes[axis - 1] = 1;
        }

        alpha = builder.AddParameter("alpha", sizes, alphaInitializer, isTrainable: true, alphaRegularizer, alphaConstraint);
        slopes = builder.AddMemory("slopes", shapes => shapes.Input.WithoutBatch());
        negative = builder.AddMemory("negative", shapes => shapes.Input);
        sums = builder.AddWorkspace("sums", shapes => shapes.Input.WithoutBatch());
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => new SharedAxes(shapes.Input.WithoutBatch(), alpha.Shape);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Span<float> slopesOfRow = frame[slopes].Data;
        frame.Prepared<SharedAxes>().Spread(alpha.Value.Data, slopesOfRow);
        for (int sample = 0; sample < frame.BatchSize; sample++)
        {
            // max(x, 0) + alpha·min(x, 0)
            Span<float> below = frame[negative].Row(sample), output = frame.Output.Row(sample);
            TensorPrimitives.Min(frame.Input.Row(sample), 0f, below);
            TensorPrimitives.Max(frame.Input.Row(sample), 0f, output);
            TensorPrimitives.MultiplyAdd(below, slopesOfRow, output, output);
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.Gradient(alpha) is { } alphaGradient)
            PutGradient(frame, alphaGradient.Data);
        if (frame.InputGradient is null)
            return;
        ReadOnlySpan<float> slopesOfRow = frame[slopes].Data;
        for (int sample = 0; sample < frame.BatchSize; sample++)
        {
            Span<float> dx = frame.InputGradient.Row(sample);
            Elementwise.Map(frame.Input.Row(sample), slopesOfRow, dx, default(Derivative));
            TensorPrimitives.Multiply(dx, frame.OutputGradient.Row(sample), dx);
        }
    }

    /// <summary>Writes dalpha = Σ dy·min(x, 0) over the samples and the elements that share a slope.</summary>
    private void PutGradient(Frame frame, Span<float> alphaGradient)
    {
        Span<float> sumsOfRow = frame[sums].Data;
        FeatureStatistics.SumOfProducts(frame.OutputGradient.Data, frame[negative].Data, sumsOfRow);
        frame.Prepared<SharedAxes>().Sum(sumsOfRow, alphaGradient);
    }

    /// <summary>The derivative: 1 where x &gt; 0, else the slope.</summary>
    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> slope) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, slope);
    }
}
