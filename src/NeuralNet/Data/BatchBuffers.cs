namespace NeuralNet;

/// <summary>The memory of steps of one batch size: the plan of the layers, the batch's targets and weights, and its losses.</summary>
internal sealed class BatchBuffers
{
    public BatchBuffers(ExecutionPlan plan, Dataset data)
    {
        Plan = plan;
        Targets = [.. data.Targets.Select(target => new Tensor(target.Shape.WithoutBatch().WithBatch(plan.BatchSize)))];
        SampleWeight = data.SampleWeight is null ? [] : new float[plan.BatchSize];
        OutputLosses = new double[Targets.Count];
    }

    public ExecutionPlan Plan { get; }

    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>One weight for each sample; empty if all count alike.</summary>
    public float[] SampleWeight { get; }

    /// <summary>The loss of each output, before its factor in the total.</summary>
    public double[] OutputLosses { get; }
}
