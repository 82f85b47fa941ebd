namespace NeuralNet;

/// <summary>
/// Plans that are ready for use, so that passes on many threads share a graph and no memory. A few are kept, as long as they take no more
/// than a budget of bytes together; when another plan is needed, the plan that has been idle for the longest time is released.
/// </summary>
/// <param name="graph">The layers.</param>
/// <param name="options">The purpose of the plans; prediction by default.</param>
internal sealed class PlanPool(LayerGraph graph, PlanOptions? options = null)
{
    /// <summary>The bytes of idle plans that a pool keeps: room for a few plans of usual batches of a wide model.</summary>
    public const long Budget = 256L << 20;

    private const int Capacity = 8;

    private readonly ExecutionPlan?[] idle = new ExecutionPlan?[Capacity];
    private uint nextToReplace;

    public LayerGraph Graph => graph;

    /// <summary>The bytes of the plans that lie idle.</summary>
    public long IdleBytes
    {
        get
        {
            long bytes = 0;
            foreach (ExecutionPlan? plan in idle)
                bytes += plan?.Bytes ?? 0;
            return bytes;
        }
    }

    /// <summary>A plan of this number of rows for a graph without open axes; nobody else uses it until it is given back.</summary>
    public ExecutionPlan Rent(int batchSize)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            ExecutionPlan? plan = idle[i];
            if (plan is not null && plan.BatchSize == batchSize && Interlocked.CompareExchange(ref idle[i], null, plan) == plan)
                return plan;
        }

        return new ExecutionPlan(graph, batchSize, options);
    }

    /// <summary>A plan for inputs of these shapes, with the batch axis; nobody else uses it until it is given back.</summary>
    public ExecutionPlan Rent(IReadOnlyList<Shape> inputShapes)
    {
        for (int i = 0; i < idle.Length; i++)
        {
            ExecutionPlan? plan = idle[i];
            if (plan is not null && plan.IsFor(inputShapes) && Interlocked.CompareExchange(ref idle[i], null, plan) == plan)
                return plan;
        }

        return new ExecutionPlan(graph, inputShapes, options);
    }

    /// <summary>A plan for a number of rows of the data.</summary>
    public ExecutionPlan Rent(IReadOnlyList<Tensor> inputs, int rows) => graph.HasOpenAxes
        ? Rent([.. inputs.Select(input => input.Shape.WithoutBatch().WithBatch(rows))])
        : Rent(rows);

    /// <summary>A plan for one row of a graph with one open axis, whose size follows from the number of values.</summary>
    /// <param name="length">The number of values.</param>
    /// <param name="name">The name of the argument with the values.</param>
    /// <exception cref="ArgumentException">The number of values does not tell the sizes of the open axes.</exception>
    public ExecutionPlan RentForRow(int length, string name)
    {
        Shape row = graph.InputShapes.First();
        int known = 1, open = 0;
        foreach (int size in row)
        {
            known *= size == Shape.Open ? 1 : size;
            open += size == Shape.Open ? 1 : 0;
        }

        if (open == 1 && length > 0 && length % known == 0)
            return Rent([new Shape([1, .. row.Select(size => size == Shape.Open ? length / known : size)])]);
        throw new ArgumentException($"A row of the input has the shape {row.ToStringWithBatch()}; {Counted.Of(length, "value")} do not "
            + "tell the size of its open axes. Give Predict a tensor.", name);
    }

    /// <summary>Computes the outputs of some rows of the data.</summary>
    /// <param name="inputs">The data.</param>
    /// <param name="start">The index of the first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="outputs">The outputs of all rows, of which those of the given rows are written.</param>
    public void Predict(Tensor[] inputs, int start, int count, Tensor[] outputs)
    {
        ExecutionPlan plan = Rent(inputs, count);
        try
        {
            for (int i = 0; i < inputs.Length; i++)
                inputs[i].Slice(start, count).Data.CopyTo(plan.Inputs[i].Data);

            plan.Forward();
            for (int i = 0; i < outputs.Length; i++)
                plan.Outputs[i].Data.CopyTo(outputs[i].Data[(start * outputs[i].RowLength)..]);
        }
        finally
        {
            Return(plan);
        }
    }

    public void Return(ExecutionPlan plan)
    {
        if (IdleBytes + plan.Bytes > Budget)
            MakeRoom(plan.Bytes);
        for (int i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], plan, null) is null)
                return;
        }

        idle[Interlocked.Increment(ref nextToReplace) % Capacity] = plan;
    }

    /// <summary>Releases plans until one of a number of bytes fits the budget; a plan that exceeds the budget is kept alone.</summary>
    private void MakeRoom(long bytes)
    {
        for (int i = 0; i < Capacity && IdleBytes + bytes > Budget; i++)
            Interlocked.Exchange(ref idle[Interlocked.Increment(ref nextToReplace) % Capacity], null);
    }
}
