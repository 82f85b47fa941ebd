using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Normalizes each feature (place of the last axis) and scales it anew: y = γ·(x − μ)/√(σ² + ε) + β. In training μ and σ² are the mean
/// and the biased variance of the batch, padding left out, and the moving ones follow them: moving ← moving·momentum + batch·(1 −
/// momentum). Otherwise, and in training when frozen, they are the moving ones. Parameters gamma, beta, moving_mean and
/// moving_variance, each (features). With <c>renorm</c>, x̂ is corrected in training towards the statistics of many batches, y = γ·(x̂·r + d) +
/// β, and there are the further parameters moving_stddev, renorm_mean and renorm_stddev. Ioffe and Szegedy, "Batch normalization", 2015; Keras: layers/normalization/batch_normalization.py.
/// </summary>
public sealed class BatchNormalization : Layer
{
    private readonly int axis;
    private readonly float momentum, epsilon;
    private readonly Initializer movingMeanInitializer, movingVarianceInitializer;
    private readonly ScaleAndCenter scaleAndCenter;
    private readonly BatchRenormalization? renormalization;
    private Parameter movingMean = null!, movingVariance = null!;
    private LayerMemory normalized = null!, batchMean = null!, batchVariance = null!, inverse = null!, correctionScale = null!, correctionOffset = null!;
    private LayerMemory count = null!, sums = null!, sumsOfProducts = null!, slopes = null!;

    /// <summary>Makes a batch normalization.</summary>
    /// <param name="axis">The axis of the features: the last, −1.</param>
    /// <param name="momentum">How much of the moving mean and variance stays from step to step, 0.99 by default.</param>
    /// <param name="epsilon">Is added to the variance; 0.001 by default.</param>
    /// <param name="center">Whether β is added; true by default.</param>
    /// <param name="scale">Whether the result is multiplied by γ; true by default.</param>
    /// <param name="betaInitializer">What fills β; zeros by default.</param>
    /// <param name="gammaInitializer">What fills γ; ones by default.</param>
    /// <param name="movingMeanInitializer">What fills the moving mean; zeros by default.</param>
    /// <param name="movingVarianceInitializer">What fills the moving variance; ones by default.</param>
    /// <param name="betaRegularizer">A penalty on β.</param>
    /// <param name="gammaRegularizer">A penalty on γ.</param>
    /// <param name="betaConstraint">A rule for β.</param>
    /// <param name="gammaConstraint">A rule for γ.</param>
    /// <param name="renorm">
    /// Whether to correct batches (Ioffe, "Batch renormalization", 2017); false by default. Only training differs: r = σ/σᵣ and
    /// d = (μ − μᵣ)/σᵣ with statistics μᵣ, σᵣ that follow those of the batches; in the gradient r and d are constants.
    /// </param>
    /// <param name="renormClipping">The bounds of r and d; none by default. Without renorm it does nothing.</param>
    /// <param name="renormMomentum">How much of μᵣ and σᵣ stays from step to step, 0.99 by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A momentum is not between 0 and 1, or epsilon is not positive.</exception>
    public BatchNormalization(
        int axis = -1, float momentum = 0.99f, float epsilon = 1e-3f, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
        Initializer? movingMeanInitializer = null, Initializer? movingVarianceInitializer = null,
        Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null,
        bool renorm = false, RenormClipping? renormClipping = null, float renormMomentum = 0.99f, string? name = null)
        : base(name)
    {
        this.axis = axis;
        this.momentum = Require.Fraction(momentum);
        this.epsilon = Require.Positive(epsilon);
        this.movingMeanInitializer = movingMeanInitializer ?? new Zeros();
        this.movingVarianceInitializer = movingVarianceInitializer ?? new Ones();
        Require.Fraction(renormMomentum);
        renormalization = renorm ? new BatchRenormalization(renormClipping, renormMomentum, momentum, epsilon) : null;
        scaleAndCenter = new ScaleAndCenter(
            center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint, gammaConstraint);
    }

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        int features = AxisSetting.RequireLast(builder, axis);
        scaleAndCenter.Declare(builder, features);
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
    /// dx = γ/√(σ² + ε)·(dy − (Σ dy + x̂·Σ dy·x̂)/n) over the n rows of the batch that are data; the second part is absent for a row of
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
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("axis", axis);
        configuration.Set("momentum", momentum);
        configuration.Set("epsilon", epsilon);
        configuration.Set("moving_mean_initializer", movingMeanInitializer);
        configuration.Set("moving_variance_initializer", movingVarianceInitializer);
        scaleAndCenter.WriteTo(configuration);
        renormalization?.WriteTo(configuration);
    }

    internal static BatchNormalization From(Configuration configuration) => new(
        AxisSetting.Read(configuration),
        configuration.GetSingle("momentum", 0.99f),
        configuration.GetSingle("epsilon", 1e-3f),
        configuration.GetBoolean("center", true),
        configuration.GetBoolean("scale", true),
        Initializer.Known.Read(configuration, "beta_initializer"),
        Initializer.Known.Read(configuration, "gamma_initializer"),
        Initializer.Known.Read(configuration, "moving_mean_initializer"),
        Initializer.Known.Read(configuration, "moving_variance_initializer"),
        Regularizer.Known.Read(configuration, "beta_regularizer"),
        Regularizer.Known.Read(configuration, "gamma_regularizer"),
        Constraint.Known.Read(configuration, "beta_constraint"),
        Constraint.Known.Read(configuration, "gamma_constraint"),
        configuration.GetBoolean("renorm", false),
        RenormClipping.Read(configuration),
        configuration.GetSingle("renorm_momentum", 0.99f),
        configuration.GetString("name"));

    /// <summary>Takes mean and variance of the batch, of all its rows where processes share it.</summary>
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

    /// <summary>1/n for the n rows that are data; 1 if there are none.</summary>
    private float ShareOfRow(Frame frame) => 1 / MathF.Max(1, frame[count].Data[0]);

    private static bool UsesBatch(Frame frame) => frame.IsTraining && frame.IsTrainable;

    private bool IsCorrected(Frame frame) => renormalization is not null && UsesBatch(frame);

    private void Move(Span<float> moving, ReadOnlySpan<float> batch)
    {
        TensorPrimitives.Multiply(moving, momentum, moving);
        TensorPrimitives.MultiplyAdd(batch, 1 - momentum, moving, moving);
    }

    /// <summary>x̂ of every row.</summary>
    private Span<float> Normalized(Frame frame) => frame[normalized].Data;

    private Span<float> BatchMean(Frame frame) => frame[batchMean].Data;

    private Span<float> BatchVariance(Frame frame) => frame[batchVariance].Data;

    /// <summary>1/√(σ² + ε).</summary>
    private Span<float> Inverse(Frame frame) => frame[inverse].Data;

    /// <summary>r of renorm.</summary>
    private Span<float> CorrectionScale(Frame frame) => frame[correctionScale].Data;

    /// <summary>d of renorm.</summary>
    private Span<float> CorrectionOffset(Frame frame) => frame[correctionOffset].Data;
}

/// <summary>The fluent method of <see cref="NeuralNet.BatchNormalization"/>.</summary>
public static class BatchNormalizationExtensions
{
    /// <summary>
    /// Puts a batch normalization on top; its constructor has further settings. See <see cref="NeuralNet.BatchNormalization"/>.
    /// </summary>
    public static T BatchNormalization<T>(
        this ILayerStack<T> stack, int axis = -1, float momentum = 0.99f, float epsilon = 1e-3f, bool center = true, bool scale = true,
        string? name = null)
        where T : ILayerStack<T> => stack.Add(new BatchNormalization(axis, momentum, epsilon, center, scale, name: name));
}
