using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The plans by which a layer runs other layers within its own passes, such as a cell for each step. They are made for the first pass: one
/// for each call of the graph that is differentiated, or one for all.
/// </summary>
/// <param name="graph">The layers that are run.</param>
/// <param name="rows">The number of rows of each call.</param>
/// <param name="count">The number of calls in one pass.</param>
internal sealed class InnerPlans(LayerGraph graph, int rows, int count)
{
    private (Parameter Parameter, Tensor Gradient)[] gradients = [];
    private ExecutionPlan[] plans = [];
    private BatchPart? part, innerPart;

    /// <summary>The plan of a call.</summary>
    public ExecutionPlan this[int call] => plans.Length == 1 ? plans[0] : plans[call];

    /// <summary>Makes the plans, if they are not made yet.</summary>
    public void Begin(Frame frame)
    {
        if (plans.Length == 0)
            MakePlans(isDifferentiated: frame.OutputGradientOrNull is not null);
    }

    /// <summary>Runs a forward pass under the conditions of the outer one.</summary>
    public void Forward(Frame frame, ExecutionPlan plan)
    {
        if (part != frame.Part)
            (part, innerPart) = (frame.Part, frame.Part?.Times(rows / frame.BatchSize));
        plan.Forward(frame.IsTraining, frame.InnerSeed, frame.Step, innerPart);
    }

    /// <summary>Adds the gradients of the parameters by the last backward pass to those of the outer layer, or begins with them.</summary>
    public void AddGradients(Frame frame, bool isFirst)
    {
        foreach ((Parameter parameter, Tensor gradient) in gradients)
        {
            if (frame.Gradient(parameter) is not { } sum)
                continue;
            if (isFirst)
                gradient.Data.CopyTo(sum.Data);
            else
                TensorPrimitives.Add(sum.Data, gradient.Data, sum.Data);
        }
    }

    /// <summary>Updates the statistics of the layers from the last training pass, call by call.</summary>
    public void UpdateStatistics()
    {
        foreach (ExecutionPlan plan in plans)
            plan.UpdateStatistics();
    }

    private void MakePlans(bool isDifferentiated)
    {
        ParameterSpace? space = isDifferentiated
            ? new ParameterSpace([.. graph.Parameters.Where(parameter => parameter.IsTrainable)])
            : null;
        gradients = [.. (space?.Parameters ?? []).Select(parameter => (parameter, space!.Of(parameter)!.Values))];
        var options = new PlanOptions { Gradients = space, DifferentiatesInputs = isDifferentiated, KeepsValues = true };
        plans = [.. Enumerable.Range(0, isDifferentiated ? count : 1).Select(_ => new ExecutionPlan(graph, rows, options))];
    }
}
