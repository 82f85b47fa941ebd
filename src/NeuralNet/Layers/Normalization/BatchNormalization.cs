using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes each feature (index of the last axis) and scales it: y = γ·(x − μ)/√(σ² + ε) + β. In training μ and σ² are the mean and the
/// biased variance of the batch, without padding, and the moving ones follow them: moving ← moving·momentum + batch·(1 − momentum).
/// Otherwise, and in training when frozen, they are the moving ones. Parameters gamma, beta, moving_mean and moving_variance, each
/// (features). With <c>renorm</c>, x̂ is corrected in training towards the statistics of many batches, y = γ·(x̂·r + d) + β, and there are
/// the further parameters moving_stddev, renorm_mean and renorm_stddev. Ioffe and Szegedy, "Batch normalization", 2015; Keras:
/// layers/normalization/batch_normalization.py.
/// </summary>
/// <param name="axis">The axis of the features, which is the last, −1.</param>
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
    private ScaleAndCenter scaleAndCenter = null!;
    private Parameter movingMean = null!, movingVariance = null!;
    private LayerMemory normalized = null!, batchMean = null!, batchVariance = null!, inverse = null!;
    private LayerMemory correctionScale = null!, correctionOffset = null!, count = null!;
    private LayerMemory sums = null!, sumsOfProducts = null!, slopes = null!;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    internal override FeatureScaling ScalingInPredictions
    {
        get
        {
            ReadOnlySpan<float> mean = movingMean.Value.Data, variance = movingVariance.Value.Data;
            var scaling = new FeatureScaling(new double[mean.Length], new double[mean.Length]);
            for (int i = 0; i < mean.Length; i++)
            {
                scaling.Factors[i] = scaleAndCenter.GammaAt(i) / Math.Sqrt(variance[i] + (double)epsilon);
                scaling.Offsets[i] = scaleAndCenter.BetaAt(i) - (mean[i] * scaling.Factors[i]);
            }

            return scaling;
        }
    }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int features = AxisSetting.RequireLast(builder, axis);
        scaleAndCenter = new ScaleAndCenter(
            scale ? builder.AddParameter("gamma", features, gammaInitializer, true, gammaRegularizer, gammaConstraint) : null,
            center ? builder.AddParameter("beta", features, betaInitializer, true, betaRegularizer, betaConstraint) : null);
        movingMean = builder.AddParameter("moving_mean", features, movingMeanInitializer, isTrainable: false);
        movingVariance = builder.AddParameter("moving_variance", features, movingVarianceInitializer, isTrainable: false);
        renormalization?.Declare(builder, features, movingMeanInitializer, movingVarianceInitializer);
        normalized = builder.AddMemory("normalized", shapes => shapes.Input);
        batchMean = builder.AddMemory("batch_mean", shapes => features);
        batchVariance = builder.AddMemory("batch_variance", shapes => features);
        count = builder.AddMemory("count", shapes => 1);
        inverse = builder.AddMemory("inverse", shapes => features);
        correctionScale = builder.AddMemory("correction_scale", shapes => renormalization is null ? 0 : features);
        correctionOffset = builder.AddMemory("correction_offset", shapes => renormalization is null ? 0 : features);
        sums = builder.AddWorkspace("sums", shapes => features);
        sumsOfProducts = builder.AddWorkspace("sums_of_products", shapes => features);
        slopes = builder.AddWorkspace("slopes", shapes => features);
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (UsesBatch(frame))
        {
            TakeStatistics(frame);
            renormalization?.Correct(BatchMean(frame), BatchVariance(frame), CorrectionScale(frame), CorrectionOffset(frame));
        }

        Span<float> mean = UsesBatch(frame) ? BatchMean(frame) : movingMean.Value.Data;
        Span<float> inverses = Inverse(frame);
        TensorPrimitives.Add(UsesBatch(frame) ? BatchVariance(frame) : movingVariance.Value.Data, epsilon, inverses);
        TensorPrimitives.ReciprocalSqrt(inverses, inverses);
        for (int start = 0; start < frame.Input.Length; start += mean.Length)
        {
            Span<float> row = Normalized(frame).Slice(start, mean.Length);
            TensorPrimitives.Subtract(frame.Input.Data.Slice(start, mean.Length), mean, row);
            TensorPrimitives.Multiply(row, inverses, row);
            Span<float> output = frame.Output.Data.Slice(start, mean.Length), corrected = row;
            if (IsCorrected(frame))
            {
                TensorPrimitives.MultiplyAdd(row, CorrectionScale(frame), CorrectionOffset(frame), output);
                corrected = output;
            }

            scaleAndCenter.Apply(corrected, output);
        }
    }

    /// <summary>
    /// dx = γ/√(σ² + ε)·(dy − (Σ dy + x̂·Σ dy·x̂)/n) over the n rows of the batch that are data; the second term is absent for a row of
    /// padding, on which the statistics do not depend, and where the statistics are the moving ones. With renorm, γ·r takes the place of γ.
    /// </summary>
    protected internal override void Backward(Frame frame)
    {
        Span<float> gradient = frame.OutputGradient.Data, sum = frame[sums].Data, sumOfProducts = frame[sumsOfProducts].Data;
        scaleAndCenter.PutGradients(frame, gradient, Normalized(frame), sumOfProducts, sum);
        if (IsCorrected(frame))
            scaleAndCenter.PutCorrectedGradient(frame, sumOfProducts, sum, CorrectionScale(frame), CorrectionOffset(frame));
        if (frame.InputGradient is null)
            return;

        Span<float> slope = frame[slopes].Data;
        Inverse(frame).CopyTo(slope);
        if (IsCorrected(frame))
            TensorPrimitives.Multiply(slope, CorrectionScale(frame), slope);
        scaleAndCenter.ApplyScale(slope);
        if (UsesBatch(frame))
        {
            frame.SumGradientsOverBatch(sum);
            frame.SumGradientsOverBatch(sumOfProducts);
        }

        float share = ShareOfRow(frame);
        TensorPrimitives.Multiply(sum, -share, sum);
        TensorPrimitives.Multiply(sumOfProducts, -share, sumOfProducts);
        for (int start = 0; start < gradient.Length; start += sum.Length)
        {
            Span<float> row = gradient.Slice(start, sum.Length), inputGradient = frame.InputGradient.Data.Slice(start, sum.Length);
            if (UsesBatch(frame) && FeatureStatistics.IsData(frame.Mask, start / sum.Length))
            {
                TensorPrimitives.Add(row, sum, row);
                TensorPrimitives.MultiplyAdd(Normalized(frame).Slice(start, sum.Length), sumOfProducts, row, row);
            }

            TensorPrimitives.Multiply(row, slope, inputGradient);
        }
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

    private static int ReadAxis(Configuration configuration) => AxisSetting.Read(configuration);

    private static RenormClipping? ReadRenormClipping(Configuration configuration) => NeuralNet.RenormClipping.Read(configuration);

    /// <summary>Computes the mean and the variance of the batch, over all its rows where processes share it.</summary>
    private void TakeStatistics(Frame frame)
    {
        Span<float> mean = BatchMean(frame), variance = BatchVariance(frame), rows = frame[count].Data;
        FeatureStatistics.Sum(frame.Input.Data, frame.Mask, mean);
        rows[0] = FeatureStatistics.CountData(frame.Mask, frame.Input.Length / mean.Length);
        frame.SumOverBatch(mean);
        frame.SumOverBatch(rows);
        TensorPrimitives.Multiply(mean, ShareOfRow(frame), mean);
        FeatureStatistics.SumOfSquares(frame.Input.Data, frame.Mask, mean, variance);
        frame.SumOverBatch(variance);
        TensorPrimitives.Multiply(variance, ShareOfRow(frame), variance);
    }

    /// <summary>Returns 1/n for the n rows that are data; 1 if there are none.</summary>
    private float ShareOfRow(Frame frame) => 1 / MathF.Max(1, frame[count].Data[0]);

    private static bool UsesBatch(Frame frame) => frame.IsTraining && frame.IsTrainable;

    private bool IsCorrected(Frame frame) => renormalization is not null && UsesBatch(frame);

    private void Move(Span<float> moving, ReadOnlySpan<float> batch)
    {
        TensorPrimitives.Multiply(moving, momentum, moving);
        TensorPrimitives.MultiplyAdd(batch, 1 - momentum, moving, moving);
    }

    /// <summary>Returns x̂ of every row.</summary>
    private Span<float> Normalized(Frame frame) => frame[normalized].Data;

    private Span<float> BatchMean(Frame frame) => frame[batchMean].Data;

    private Span<float> BatchVariance(Frame frame) => frame[batchVariance].Data;

    /// <summary>Returns 1/√(σ² + ε).</summary>
    private Span<float> Inverse(Frame frame) => frame[inverse].Data;

    /// <summary>Returns r of renorm.</summary>
    private Span<float> CorrectionScale(Frame frame) => frame[correctionScale].Data;

    /// <summary>Returns d of renorm.</summary>
    private Span<float> CorrectionOffset(Frame frame) => frame[correctionOffset].Data;
}
