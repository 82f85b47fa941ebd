namespace NeuralNet;

/// <summary>
/// Plans that are ready for use, so that passes on many threads share a graph and no memory. A few are kept; when another size is
/// needed, the one that has lain longest makes room.
/// </summary>
/// <param name="graph">The layers.</param>
/// <param name="targets">What the plans compute gradients for; none for prediction.</param>
internal sealed class PlanPool(LayerGraph graph, GradientTargets targets = GradientTargets.None)
{
    private const int Capacity = 8;

    private readonly ExecutionPlan?[] idle = new ExecutionPlan?[Capacity];
    private uint nextToReplace;

    public LayerGraph Graph => graph;

    /// <summary>A plan of this batch size that nobody else uses until it is given back.</summary>
    public ExecutionPlan Rent(int batchSize)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            ExecutionPlan? plan = idle[i];
            if (plan is null || plan.BatchSize != batchSize)
                continue;
            if (Interlocked.CompareExchange(ref idle[i], null, plan) == plan)
                return plan;
        }

        return new ExecutionPlan(graph, batchSize, targets);
    }

    public void Return(ExecutionPlan plan)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], plan, null) is null)
                return;
        }

        idle[Interlocked.Increment(ref nextToReplace) % Capacity] = plan;
    }
}
