using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The correction of a batch's x̂ towards the statistics of many batches: x̂·r + d with r = σ/σᵣ and d = (μ − μᵣ)/σᵣ, clipped, where μᵣ and
/// σᵣ follow the batches' mean μ and deviation σ = √(variance + ε). In the gradient r and d are constants. Ioffe, "Batch
/// renormalization", 2017; Keras: layers/normalization/batch_normalization.py.
/// </summary>
internal sealed class BatchRenormalization(RenormClipping? clipping, float renormMomentum, float momentum, float epsilon)
{
    private readonly RenormClipping clipping = clipping ?? new RenormClipping();
    private Parameter movingDeviation = null!, mean = null!, deviation = null!;

    /// <summary>Declares the statistics, after those of the layer.</summary>
    public void Declare(LayerBuilder builder, int features, Initializer meanInitializer, Initializer varianceInitializer)
    {
        var deviationInitializer = new RootInitializer(varianceInitializer);
        movingDeviation = builder.AddParameter("moving_stddev", features, deviationInitializer, isTrainable: false);
        mean = builder.AddParameter("renorm_mean", features, meanInitializer, isTrainable: false);
        deviation = builder.AddParameter("renorm_stddev", features, deviationInitializer, isTrainable: false);
    }

    /// <summary>Computes r and d of a batch.</summary>
    public void Correct(ReadOnlySpan<float> batchMean, ReadOnlySpan<float> batchVariance, Span<float> r, Span<float> d)
    {
        float minimum = MathF.Sqrt(epsilon);
        for (int i = 0; i < r.Length; i++)
        {
            float divisor = MathF.Max(deviation.Value.Data[i], minimum);
            r[i] = MathF.Sqrt(batchVariance[i] + epsilon) / divisor;
            d[i] = (batchMean[i] - mean.Value.Data[i]) / divisor;
        }

        if (clipping.RMin is float rMin)
            TensorPrimitives.Max(r, rMin, r);
        if (clipping.RMax is float rMax)
            TensorPrimitives.Min(r, rMax, r);
        if (clipping.DMax is not float dMax)
            return;
        TensorPrimitives.Max(d, -dMax, d);
        TensorPrimitives.Min(d, dMax, d);
    }

    /// <summary>Updates all statistics but the moving mean, which is updated as without the correction.</summary>
    public void UpdateStatistics(ReadOnlySpan<float> batchMean, ReadOnlySpan<float> batchVariance, Span<float> movingVariance)
    {
        for (int i = 0; i < batchMean.Length; i++)
        {
            float batchDeviation = MathF.Sqrt(batchVariance[i] + epsilon);
            Move(ref mean.Value.Data[i], batchMean[i], renormMomentum);
            Move(ref deviation.Value.Data[i], batchDeviation, renormMomentum);
            Move(ref movingDeviation.Value.Data[i], batchDeviation, momentum);
            float moving = movingDeviation.Value.Data[i];
            movingVariance[i] = MathF.Max(0, moving * moving - epsilon);
        }
    }

    public void WriteTo(Configuration configuration)
    {
        configuration.Set("renorm", true);
        configuration.Json["renorm_clipping"] = clipping.ToJson();
        configuration.Set("renorm_momentum", renormMomentum);
    }

    private static void Move(ref float statistic, float value, float momentum) => statistic = statistic * momentum + value * (1 - momentum);
}
