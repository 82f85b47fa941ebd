namespace NeuralNet;

/// <summary>The memory of steps of one batch size: the plan of the layers, the batch's targets and weights, and its losses.</summary>
internal sealed class BatchBuffers
{
    public BatchBuffers(ExecutionPlan plan, AlignedArrays data, BatchPart? part = null)
    {
        Plan = plan;
        Part = part;
        Targets = [.. data.Targets.Select(LikeRowsOf)];
        SampleWeights = [.. data.SampleWeights.Select(weights => weights is null ? null : LikeRowsOf(weights))];
        OutputLosses = new double[Targets.Count];
        LossSums = new double[2 * Targets.Count + 1];

        Tensor LikeRowsOf(Tensor tensor) => new(tensor.Shape.WithoutBatch().WithBatch(plan.BatchSize));
    }

    public ExecutionPlan Plan { get; }

    /// <summary>The part of each batch, where processes share it; null for whole batches.</summary>
    public BatchPart? Part { get; }

    /// <summary>The number of rows that count.</summary>
    public int Rows => Part?.Rows ?? Plan.BatchSize;

    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>The weights of the samples of each output, or of the rows of each sample; null if all weigh 1.</summary>
    public IReadOnlyList<Tensor?> SampleWeights { get; }

    /// <summary>The loss of each output, before its factor in the total.</summary>
    public double[] OutputLosses { get; }

    /// <summary>
    /// The weighted sum of the losses of the rows and its divisor for each output, alternating, followed by the penalty of the layers. If
    /// processes share the batch, the values are those of the whole batch.
    /// </summary>
    public double[] LossSums { get; }

    /// <summary>Returns the weights of an output's samples; empty if all weigh 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int output) => SampleWeights[output] is { } weights ? weights.Data : [];
}
