namespace NeuralNet;

/// <summary>The memory of steps of one batch size: the plan of the layers, the batch's targets and weights, and its losses.</summary>
internal sealed class BatchBuffers
{
    public BatchBuffers(ExecutionPlan plan, AlignedArrays data)
    {
        Plan = plan;
        Targets = [.. data.Targets.Select(LikeRowsOf)];
        SampleWeights = [.. data.SampleWeights.Select(weights => weights is null ? null : LikeRowsOf(weights))];
        OutputLosses = new double[Targets.Count];

        Tensor LikeRowsOf(Tensor tensor) => new(tensor.Shape.WithoutBatch().WithBatch(plan.BatchSize));
    }

    public ExecutionPlan Plan { get; }

    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>For each output one weight for each sample, or for each of its rows; null if all count alike.</summary>
    public IReadOnlyList<Tensor?> SampleWeights { get; }

    /// <summary>The loss of each output, before its factor in the total.</summary>
    public double[] OutputLosses { get; }

    /// <summary>The weights of an output's samples; empty if all count alike.</summary>
    public ReadOnlySpan<float> WeightsOf(int output) => SampleWeights[output] is { } weights ? weights.Data : [];
}
