using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Runs any cell over sequences by its own passes: a plan for each step, so that each keeps what its backward pass reads; one plan for all
/// steps if nothing is differentiated.
/// </summary>
internal sealed class SteppedSequence(RecurrentCell cell, RecurrentOptions options) : CellSequence
{
    private LayerMemory[] stateGradients = [];
    private LayerMemory outputGradient = null!;

    public override void Declare(LayerBuilder builder)
    {
        stateGradients = [.. cell.StateSizes.Select((size, i) =>
            builder.AddWorkspace($"state_gradient_{i}", shapes => [shapes.BatchSize, size]))];
        outputGradient = builder.AddWorkspace("output_gradient", shapes => [shapes.BatchSize, cell.OutputSize]);
    }

    public override object Prepare(PassShapes shapes)
    {
        Shape step = new(shapes.Input.Sizes[2..]);
        LayerGraph graph = LayerGraph.Single(cell, [step, .. cell.StateShapes]);
        return new InnerPlans(graph, shapes.BatchSize, count: shapes.Input[1]);
    }

    public override void Forward(Frame frame, RecurrentLayer layer)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        plans.Begin(frame);
        int steps = frame.Input.Shape[1];
        for (int i = 0; i < stateGradients.Length; i++)
            layer.InitialState(frame, i).Data.CopyTo(plans[0].Inputs[1 + i].Data);
        if (!options.ReturnSequences)
            frame.Outputs[0].Data.Clear();
        double penalty = 0;
        for (int step = 0; step < steps; step++)
        {
            ExecutionPlan plan = plans[step];
            int time = options.TimeOf(step, steps);
            CopySteps(frame.Input, time, plan.Inputs[0]);
            plans.Forward(frame, plan);
            penalty += plan.Penalty();
            for (int row = 0; row < frame.BatchSize; row++)
                PutOutput(frame, plan, row, step, IsData(frame, row, time));
            for (int i = 0; i < stateGradients.Length; i++)
            {
                Tensor next = step + 1 < steps ? plans[step + 1].Inputs[1 + i] : layer.FinalState(frame, i);
                for (int row = 0; row < frame.BatchSize; row++)
                    (IsData(frame, row, time) ? plan.Outputs[1 + i] : plan.Inputs[1 + i]).Row(row).CopyTo(next.Row(row));
            }
        }

        frame.Penalty = penalty;
    }

    public override void Backward(Frame frame, RecurrentLayer layer)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        int steps = frame.Input.Shape[1];
        for (int i = 0; i < stateGradients.Length; i++)
            CopyOrClear(layer.FinalGradient(frame, i), frame[stateGradients[i]]);
        Tensor pending = frame[outputGradient];
        pending.Data.Clear();
        for (int step = steps - 1; step >= 0; step--)
        {
            ExecutionPlan plan = plans[step];
            int time = options.TimeOf(step, steps);
            for (int row = 0; row < frame.BatchSize; row++)
                TakeOutputGradient(frame, plan, row, step, IsData(frame, row, time));
            plan.Backward();
            plans.AddGradients(frame, isFirst: step == steps - 1);
            for (int row = 0; row < frame.BatchSize; row++)
                PutStateGradients(frame, plan, row, IsData(frame, row, time));
            if (frame.InputGradients[0] is { } inputGradient)
                PutSteps(plan.InputGradients[0]!, inputGradient, time);
        }

        for (int i = 0; i < stateGradients.Length; i++)
        {
            if (RecurrentLayer.InitialGradient(frame, i) is { } initialGradient)
                frame[stateGradients[i]].Data.CopyTo(initialGradient.Data);
        }
    }

    public override void UpdateStatistics(Frame frame) => frame.Prepared<InnerPlans>().UpdateStatistics();

    /// <summary>Writes the output of a step: of padding that of the step before, zeros if there is none.</summary>
    private void PutOutput(Frame frame, ExecutionPlan plan, int row, int step, bool isData)
    {
        Span<float> output = OutputOf(frame.Outputs[0], row, step);
        if (isData)
            plan.Outputs[0].Row(row).CopyTo(output);
        else if (options.ZeroOutputForMask || step == 0)
            output.Clear();
        else
            OutputOf(frame.Outputs[0], row, step - 1).CopyTo(output);
    }

    /// <summary>
    /// Hands the gradients of the output and the states of a step to the plan; those of a repeated output wait for the step that gave it.
    /// </summary>
    private void TakeOutputGradient(Frame frame, ExecutionPlan plan, int row, int step, bool isData)
    {
        Span<float> pending = frame[outputGradient].Row(row), own = plan.OutputGradients[0]!.Row(row);
        bool isShown = options.ReturnSequences || step + 1 == frame.Input.Shape[1];
        if (isShown && (isData || !options.ZeroOutputForMask) && frame.OutputGradients[0] is { } gradient)
            TensorPrimitives.Add(pending, OutputOf(gradient, row, step), pending);
        if (isData)
        {
            pending.CopyTo(own);
            pending.Clear();
        }
        else
        {
            own.Clear();
        }

        for (int i = 0; i < stateGradients.Length; i++)
        {
            Span<float> state = frame[stateGradients[i]].Row(row), target = plan.OutputGradients[1 + i]!.Row(row);
            if (isData)
                state.CopyTo(target);
            else
                target.Clear();
        }
    }

    /// <summary>Takes the gradients of the states before a step; a step of padding passes those of the states after it on.</summary>
    private void PutStateGradients(Frame frame, ExecutionPlan plan, int row, bool isData)
    {
        for (int i = 0; i < stateGradients.Length; i++)
        {
            Span<float> state = frame[stateGradients[i]].Row(row), given = plan.InputGradients[1 + i]!.Row(row);
            if (isData)
                given.CopyTo(state);
            else
                TensorPrimitives.Add(state, given, state);
        }
    }

    private Span<float> OutputOf(Tensor outputs, int row, int step)
    {
        int width = cell.OutputSize;
        return options.ReturnSequences ? outputs.Row(row).Slice(step * width, width) : outputs.Row(row);
    }

    private static bool IsData(Frame frame, int row, int time) => frame.Mask is not { } mask || mask.Row(row)[time] != 0;

    private static void CopySteps(Tensor sequences, int time, Tensor step)
    {
        for (int row = 0; row < step.Rows; row++)
            sequences.Row(row).Slice(time * step.RowLength, step.RowLength).CopyTo(step.Row(row));
    }

    private static void PutSteps(Tensor step, Tensor sequences, int time)
    {
        for (int row = 0; row < step.Rows; row++)
            step.Row(row).CopyTo(sequences.Row(row)[(time * step.RowLength)..]);
    }

    private static void CopyOrClear(Tensor? values, Tensor destination)
    {
        if (values is null)
            destination.Data.Clear();
        else
            values.Data.CopyTo(destination.Data);
    }
}
