using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes each feature (index of the last axis, or of another) and scales it: y = γ·(x − μ)/√(σ² + ε) + β. In training μ and σ² are the mean and the
/// biased variance of the batch, without padding, and the moving ones follow them: moving ← moving·momentum + batch·(1 − momentum).
/// Otherwise, and in training when frozen, they are the moving ones. Parameters gamma, beta, moving_mean and moving_variance, each
/// (features). With <c>renorm</c>, x̂ is corrected in training towards the statistics of many batches, y = γ·(x̂·r + d) + β, and there are
/// the further parameters moving_stddev, renorm_mean and renorm_stddev. Ioffe and Szegedy, "Batch normalization", 2015; Keras:
/// layers/normalization/batch_normalization.py.
/// </summary>
/// <param name="axis">The axis of the features; the last, −1, by default. The batch is axis 0.</param>
/// <param name="momentum">The fraction of the moving mean and variance that is kept from step to step; 0.99 by default.</param>
/// <param name="epsilon">The number that is added to the variance; 0.001 by default.</param>
/// <param name="center">Whether β is added; true by default.</param>
/// <param name="scale">Whether the normalized values are multiplied by γ; true by default.</param>
/// <param name="betaInitializer">The initializer of β; <see cref="Zeros"/> by default.</param>
/// <param name="gammaInitializer">The initializer of γ; <see cref="Ones"/> by default.</param>
/// <param name="movingMeanInitializer">The initializer of the moving mean; <see cref="Zeros"/> by default.</param>
/// <param name="movingVarianceInitializer">The initializer of the moving variance; <see cref="Ones"/> by default.</param>
/// <param name="betaRegularizer">The penalty on β; none by default.</param>
/// <param name="gammaRegularizer">The penalty on γ; none by default.</param>
/// <param name="betaConstraint">The constraint on β; none by default.</param>
/// <param name="gammaConstraint">The constraint on γ; none by default.</param>
/// <param name="renorm">
/// Whether batches are corrected (Ioffe, "Batch renormalization", 2017); false by default. Only training differs: r = σ/σᵣ and
/// d = (μ − μᵣ)/σᵣ with statistics μᵣ, σᵣ that follow those of the batches; in the gradient r and d are constants.
/// </param>
/// <param name="renormClipping">The bounds of r and d; none by default. They have no effect without renorm.</param>
/// <param name="renormMomentum">The fraction of μᵣ and σᵣ that is kept from step to step; 0.99 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">A momentum is not between 0 and 1, or epsilon is not positive.</exception>
[Configurable]
public sealed partial class BatchNormalization(
    int axis = -1, float momentum = 0.99f, float epsilon = 1e-3f, bool center = true, bool scale = true,
    Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
    Initializer? movingMeanInitializer = null, Initializer? movingVarianceInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null,
    bool renorm = false, RenormClipping? renormClipping = null, float renormMomentum = 0.99f, string? name = null) : Layer(name)
{
    private readonly float momentum = Require.Fraction(momentum), epsilon = Require.Positive(epsilon);
    private readonly float renormMomentum = Require.Fraction(renormMomentum);
    private readonly Initializer betaInitializer = betaInitializer ?? new Zeros(), gammaInitializer = gammaInitializer ?? new Ones();
    private readonly Initializer movingMeanInitializer = movingMeanInitializer ?? new Zeros();
    private readonly Initializer movingVarianceInitializer = movingVarianceInitializer ?? new Ones();
    private readonly BatchRenormalization? renormalization = renorm
        ? new BatchRenormalization(renormClipping, renormMomentum, momentum, epsilon)
        : null;
    private Parameter? gamma, beta;
    private Parameter movingMean = null!, movingVariance = null!;
    private LayerMemory batchMean = null!, batchVariance = null!, mean = null!, inverse = null!;
    private LayerMemory correctionScale = null!, correctionOffset = null!, count = null!;
    private LayerMemory sums = null!, sumsOfProducts = null!, scales = null!, offsets = null!, slopes = null!, sumsOfChunks = null!;
    private bool isLast = axis == -1;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => isLast ? MaskHandling.Passed : MaskHandling.Refused;

    internal override FeatureScaling? ScalingInPredictions
    {
        get
        {
            if (!isLast)
                return null;
            ReadOnlySpan<float> mean = movingMean.Value.Data, variance = movingVariance.Value.Data;
            var scaling = new FeatureScaling(new double[mean.Length], new double[mean.Length]);
            for (int i = 0; i < mean.Length; i++)
            {
                scaling.Factors[i] = (gamma?.Value.Data[i] ?? 1.0) / Math.Sqrt(variance[i] + (double)epsilon);
                scaling.Offsets[i] = (beta?.Value.Data[i] ?? 0.0) - (mean[i] * scaling.Factors[i]);
            }

            return scaling;
        }
    }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int features = AxisSetting.SizeOf(builder, axis);
        isLast = AxisSetting.PlaceIn(builder.InputShape, axis) == builder.InputShape.Rank;
        gamma = scale ? builder.AddParameter("gamma", features, gammaInitializer, true, gammaRegularizer, gammaConstraint) : null;
        beta = center ? builder.AddParameter("beta", features, betaInitializer, true, betaRegularizer, betaConstraint) : null;
        movingMean = builder.AddParameter("moving_mean", features, movingMeanInitializer, isTrainable: false);
        movingVariance = builder.AddParameter("moving_variance", features, movingVarianceInitializer, isTrainable: false);
        renormalization?.Declare(builder, features, movingMeanInitializer, movingVarianceInitializer);
        batchMean = builder.AddMemory("batch_mean", shapes => features);
        batchVariance = builder.AddMemory("batch_variance", shapes => features);
        count = builder.AddMemory("count", shapes => 1);
        mean = builder.AddMemory("mean", shapes => features);
        inverse = builder.AddMemory("inverse", shapes => features);
        correctionScale = builder.AddMemory("correction_scale", shapes => renormalization is null ? 0 : features);
        correctionOffset = builder.AddMemory("correction_offset", shapes => renormalization is null ? 0 : features);
        sums = builder.AddWorkspace("sums", shapes => features);
        sumsOfProducts = builder.AddWorkspace("sums_of_products", shapes => features);
        scales = builder.AddWorkspace("scales", shapes => features);
        offsets = builder.AddWorkspace("offsets", shapes => features);
        slopes = builder.AddWorkspace("slopes", shapes => features);
        sumsOfChunks = builder.AddWorkspace("sums_of_chunks", shapes => RowsOf(shapes.Input).SizesOfChunks);
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => RowsOf(shapes.Input);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (UsesBatch(frame))
        {
            TakeStatistics(frame);
            renormalization?.Correct(BatchMean(frame), BatchVariance(frame), CorrectionScale(frame), CorrectionOffset(frame));
        }

        (UsesBatch(frame) ? BatchMean(frame) : movingMean.Value.Data).CopyTo(frame[mean].Data);
        TensorPrimitives.Add(UsesBatch(frame) ? BatchVariance(frame) : movingVariance.Value.Data, epsilon, Inverse(frame));
        TensorPrimitives.ReciprocalSqrt(Inverse(frame), Inverse(frame));
        WriteScale(frame, frame[scales].Data);
        WriteOffset(frame, frame[offsets].Data);
        frame.Prepared<FeatureRows>().Normalize(frame.Input, frame[mean], frame[scales], frame[offsets], frame.Output);
    }

    /// <summary>
    /// dx = γ/√(σ² + ε)·(dy − (Σ dy + x̂·Σ dy·x̂)/n) over the n values of a feature that are data; the second term is absent for a row of
    /// padding, on which the statistics do not depend, and where the statistics are the moving ones. With renorm, γ·r takes the place of γ.
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        FeatureRows rows = frame.Prepared<FeatureRows>();
        Span<float> sum = frame[sums].Data, sumOfProducts = frame[sumsOfProducts].Data;
        rows.SumOfGradients(frame.OutputGradient, frame.Input, frame[mean], frame[sumsOfChunks], sum, sumOfProducts);
        TensorPrimitives.Multiply(sumOfProducts, Inverse(frame), sumOfProducts);
        PutParameterGradients(frame, sum, sumOfProducts);
        if (frame.InputGradient is null)
            return;

        Span<float> slope = frame[slopes].Data, scale = frame[scales].Data, offset = frame[offsets].Data;
        WriteScale(frame, slope);
        if (UsesBatch(frame))
        {
            frame.SumGradientsOverBatch(sum);
            frame.SumGradientsOverBatch(sumOfProducts);
        }

        float share = UsesBatch(frame) ? ShareOfValue(frame) : 0;
        TensorPrimitives.Multiply(sum, -share, offset);
        TensorPrimitives.Multiply(offset, slope, offset);
        TensorPrimitives.Multiply(sumOfProducts, -share, scale);
        TensorPrimitives.Multiply(scale, slope, scale);
        TensorPrimitives.Multiply(scale, Inverse(frame), scale);
        rows.PutGradient(
            frame.OutputGradient, frame.Input, frame[mean], frame[scales], frame[offsets], frame[slopes],
            UsesBatch(frame) ? frame.Mask : null, frame.InputGradient);
    }

    /// <inheritdoc/>
    protected internal override void UpdateStatistics(Frame frame)
    {
        if (!UsesBatch(frame) || frame[count].Data[0] == 0)
            return;
        Move(movingMean.Value.Data, BatchMean(frame));
        if (renormalization is null)
            Move(movingVariance.Value.Data, BatchVariance(frame));
        else
            renormalization.UpdateStatistics(BatchMean(frame), BatchVariance(frame), movingVariance.Value.Data);
    }

    /// <inheritdoc/>
    /// <remarks>By hand, for the settings keep the order that they have in files, and those of renorm stand there only with it.</remarks>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("axis", axis);
        configuration.Set("momentum", momentum);
        configuration.Set("epsilon", epsilon);
        configuration.Set("moving_mean_initializer", movingMeanInitializer);
        configuration.Set("moving_variance_initializer", movingVarianceInitializer);
        configuration.Set("center", center);
        configuration.Set("scale", scale);
        configuration.Set("beta_initializer", betaInitializer);
        configuration.Set("gamma_initializer", gammaInitializer);
        configuration.Set("beta_regularizer", betaRegularizer);
        configuration.Set("gamma_regularizer", gammaRegularizer);
        configuration.Set("beta_constraint", betaConstraint);
        configuration.Set("gamma_constraint", gammaConstraint);
        renormalization?.WriteTo(configuration);
    }

    private static RenormClipping? ReadRenormClipping(Configuration configuration) => NeuralNet.RenormClipping.Read(configuration);

    /// <summary>Computes the mean and the variance of the batch, over all its rows where processes share it.</summary>
    private void TakeStatistics(Frame frame)
    {
        FeatureRows rows = frame.Prepared<FeatureRows>();
        Span<float> mean = BatchMean(frame), variance = BatchVariance(frame), values = frame[count].Data;
        rows.Sum(frame.Input, frame.Mask, frame[sumsOfChunks], mean);
        values[0] = FeatureStatistics.CountData(frame.Mask, rows.Count);
        frame.SumOverBatch(mean);
        frame.SumOverBatch(values);
        TensorPrimitives.Multiply(mean, ShareOfValue(frame), mean);
        rows.SumOfSquares(frame.Input, frame[batchMean], frame.Mask, frame[sumsOfChunks], variance);
        frame.SumOverBatch(variance);
        TensorPrimitives.Multiply(variance, ShareOfValue(frame), variance);
    }

    /// <summary>Writes dγ = Σ dy·x̂, with renorm r·Σ dy·x̂ + d·Σ dy, and dβ = Σ dy.</summary>
    private void PutParameterGradients(Frame frame, ReadOnlySpan<float> sum, ReadOnlySpan<float> sumOfProducts)
    {
        if (beta is not null && frame.Gradient(beta) is { } betaGradient)
            sum.CopyTo(betaGradient.Data);
        if (gamma is null || frame.Gradient(gamma) is not { } gammaGradient)
            return;
        sumOfProducts.CopyTo(gammaGradient.Data);
        if (!IsCorrected(frame))
            return;
        TensorPrimitives.Multiply(gammaGradient.Data, CorrectionScale(frame), gammaGradient.Data);
        TensorPrimitives.MultiplyAdd(sum, CorrectionOffset(frame), gammaGradient.Data, gammaGradient.Data);
    }

    /// <summary>Writes the factor of x − μ: γ·r/√(σ² + ε).</summary>
    private void WriteScale(Frame frame, Span<float> scale)
    {
        Inverse(frame).CopyTo(scale);
        if (IsCorrected(frame))
            TensorPrimitives.Multiply(scale, CorrectionScale(frame), scale);
        if (gamma is not null)
            TensorPrimitives.Multiply(scale, gamma.Value.Data, scale);
    }

    /// <summary>Writes the addend: γ·d + β.</summary>
    private void WriteOffset(Frame frame, Span<float> offset)
    {
        offset.Clear();
        if (IsCorrected(frame))
            CorrectionOffset(frame).CopyTo(offset);
        if (gamma is not null)
            TensorPrimitives.Multiply(offset, gamma.Value.Data, offset);
        if (beta is not null)
            TensorPrimitives.Add(offset, beta.Value.Data, offset);
    }

    /// <summary>Returns 1/n for the n values of a feature that are data; 1 if there are none.</summary>
    private float ShareOfValue(Frame frame) => 1 / MathF.Max(1, frame[count].Data[0]);

    private FeatureRows RowsOf(Shape input) => new(input, AxisSetting.PlaceIn(input.WithoutBatch(), axis), isBySample: false);

    private static bool UsesBatch(Frame frame) => frame.IsTraining && frame.IsTrainable;

    private bool IsCorrected(Frame frame) => renormalization is not null && UsesBatch(frame);

    private void Move(Span<float> moving, ReadOnlySpan<float> batch)
    {
        TensorPrimitives.Multiply(moving, momentum, moving);
        TensorPrimitives.MultiplyAdd(batch, 1 - momentum, moving, moving);
    }

    private Span<float> BatchMean(Frame frame) => frame[batchMean].Data;

    private Span<float> BatchVariance(Frame frame) => frame[batchVariance].Data;

    /// <summary>Returns 1/√(σ² + ε).</summary>
    private Span<float> Inverse(Frame frame) => frame[inverse].Data;

    /// <summary>Returns r of renorm.</summary>
    private Span<float> CorrectionScale(Frame frame) => frame[correctionScale].Data;

    /// <summary>Returns d of renorm.</summary>
    private Span<float> CorrectionOffset(Frame frame) => frame[correctionOffset].Data;
}
