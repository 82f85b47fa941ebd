using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes groups of channels of each sample: y = γ·(x − μ)/√(σ² + ε) + β, with the mean μ and the biased variance σ² of all values of
/// the group's channels in the sample. Parameters gamma and beta, each (channels). Wu and He, "Group normalization", 2018; Keras:
/// layers/normalization/group_normalization.py.
/// </summary>
/// <param name="groups">
/// The number of groups, which divides the number of channels; 32 by default. −1 makes each channel a group (instance normalization).
/// </param>
/// <param name="axis">The axis of the channels; the last, −1, by default. The batch is axis 0.</param>
/// <param name="epsilon">The number that is added to the variance; 0.001 by default.</param>
/// <param name="center">Whether β is added; true by default.</param>
/// <param name="scale">Whether the normalized values are multiplied by γ; true by default.</param>
/// <param name="betaInitializer">The initializer of β; <see cref="Zeros"/> by default.</param>
/// <param name="gammaInitializer">The initializer of γ; <see cref="Ones"/> by default.</param>
/// <param name="betaRegularizer">The penalty on β; none by default.</param>
/// <param name="gammaRegularizer">The penalty on γ; none by default.</param>
/// <param name="betaConstraint">The constraint on β; none by default.</param>
/// <param name="gammaConstraint">The constraint on γ; none by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of groups is neither −1 nor positive, or epsilon is not positive.</exception>
[Configurable]
public sealed partial class GroupNormalization(
    int groups = 32, int axis = -1, float epsilon = 1e-3f, bool center = true, bool scale = true,
    Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null, string? name = null) : Layer(name)
{
    private readonly int groups = groups == -1 ? groups : Require.Positive(groups);
    private readonly float epsilon = Require.Positive(epsilon);
    private readonly Initializer betaInitializer = betaInitializer ?? new Zeros(), gammaInitializer = gammaInitializer ?? new Ones();
    private Parameter? gamma, beta;
    private LayerMemory means = null!, inverses = null!;
    private LayerMemory sums = null!, sumsOfProducts = null!, scales = null!, offsets = null!, slopes = null!, sumsOfChunks = null!;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int channels = AxisSetting.SizeOf(builder, axis);
        gamma = scale ? builder.AddParameter("gamma", channels, gammaInitializer, true, gammaRegularizer, gammaConstraint) : null;
        beta = center ? builder.AddParameter("beta", channels, betaInitializer, true, betaRegularizer, betaConstraint) : null;
        means = builder.AddMemory("means", SizesFor);
        inverses = builder.AddMemory("inverses", SizesFor);
        sums = builder.AddWorkspace("sums", SizesFor);
        sumsOfProducts = builder.AddWorkspace("sums_of_products", SizesFor);
        scales = builder.AddWorkspace("scales", SizesFor);
        offsets = builder.AddWorkspace("offsets", SizesFor);
        slopes = builder.AddWorkspace("slopes", SizesFor);
        sumsOfChunks = builder.AddWorkspace("sums_of_chunks", shapes => RowsOf(shapes.Input).SizesOfChunks);

        Shape SizesFor(PassShapes shapes) => RowsOf(shapes.Input).Sizes;
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        int channels = input[AxisSetting.PlaceIn(input, axis) - 1];
        return channels == Shape.Open || groups == -1 || channels % groups == 0
            ? input
            : throw Error($"divides {channels} channels into {groups} groups. Take a number of groups that divides {channels}");
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => RowsOf(shapes.Input);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        FeatureRows rows = frame.Prepared<FeatureRows>();
        Span<float> mean = frame[means].Data, inverse = frame[inverses].Data;
        rows.Sum(frame.Input, null, frame[sumsOfChunks], mean);
        AverageGroups(frame, mean, rows.Count);
        rows.SumOfSquares(frame.Input, frame[means], null, frame[sumsOfChunks], inverse);
        AverageGroups(frame, inverse, rows.Count);
        TensorPrimitives.Add(inverse, epsilon, inverse);
        TensorPrimitives.ReciprocalSqrt(inverse, inverse);
        WriteScale(frame, frame[scales].Data);
        WriteOffset(frame, frame[offsets].Data);
        rows.Normalize(frame.Input, frame[means], frame[scales], frame[offsets], frame.Output);
    }

    /// <summary>
    /// dx = (γ·dy − (Σ γ·dy + x̂·Σ γ·dy·x̂)/n)/√(σ² + ε), summed over the n values of a group; dγ = Σ dy·x̂ and dβ = Σ dy.
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        FeatureRows rows = frame.Prepared<FeatureRows>();
        Span<float> sum = frame[sums].Data, sumOfProducts = frame[sumsOfProducts].Data, inverse = frame[inverses].Data;
        rows.SumOfGradients(frame.OutputGradient, frame.Input, frame[means], frame[sumsOfChunks], sum, sumOfProducts);
        TensorPrimitives.Multiply(sumOfProducts, inverse, sumOfProducts);
        if (gamma is not null && frame.Gradient(gamma) is { } gammaGradient)
            Rows.Sum(sumOfProducts, gammaGradient.Data);
        if (beta is not null && frame.Gradient(beta) is { } betaGradient)
            Rows.Sum(sum, betaGradient.Data);
        if (frame.InputGradient is null)
            return;

        Span<float> scaled = frame[scales].Data, offset = frame[offsets].Data;
        WriteScale(frame, frame[slopes].Data);
        MultiplyByGamma(frame, sum, offset);
        AverageGroups(frame, offset, -rows.Count);
        TensorPrimitives.Multiply(offset, inverse, offset);
        MultiplyByGamma(frame, sumOfProducts, scaled);
        AverageGroups(frame, scaled, -rows.Count);
        TensorPrimitives.Multiply(scaled, inverse, scaled);
        TensorPrimitives.Multiply(scaled, inverse, scaled);
        rows.PutGradient(
            frame.OutputGradient, frame.Input, frame[means], frame[scales], frame[offsets], frame[slopes], null, frame.InputGradient);
    }

    /// <summary>
    /// Replaces the sums of the channels of a group by the mean of the group, for channels of <paramref name="count"/> values.
    /// </summary>
    private void AverageGroups(Frame frame, Span<float> ofChannels, int count)
    {
        int channels = ofChannels.Length / frame.BatchSize, size = groups == -1 ? 1 : channels / groups;
        for (int start = 0; start < ofChannels.Length; start += size)
        {
            Span<float> group = ofChannels.Slice(start, size);
            group.Fill(TensorPrimitives.Sum<float>(group) / ((float)count * size));
        }
    }

    /// <summary>Writes the factors of x − μ: γ/√(σ² + ε).</summary>
    private void WriteScale(Frame frame, Span<float> scale) => MultiplyByGamma(frame, frame[inverses].Data, scale);

    /// <summary>Writes the products of values of the channels of each sample with γ.</summary>
    private void MultiplyByGamma(Frame frame, ReadOnlySpan<float> values, Span<float> products)
    {
        values.CopyTo(products);
        int channels = values.Length / frame.BatchSize;
        for (int start = 0; gamma is not null && start < products.Length; start += channels)
            TensorPrimitives.Multiply(products.Slice(start, channels), gamma.Value.Data, products.Slice(start, channels));
    }

    private void WriteOffset(Frame frame, Span<float> offset)
    {
        offset.Clear();
        int channels = offset.Length / frame.BatchSize;
        for (int start = 0; beta is not null && start < offset.Length; start += channels)
            beta.Value.Data.CopyTo(offset[start..]);
    }

    private FeatureRows RowsOf(Shape input) => new(input, AxisSetting.PlaceIn(input.WithoutBatch(), axis), isBySample: true);
}
