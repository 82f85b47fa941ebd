using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Several cells as one: the output of a cell is the input of the next one, and the output of the last cell is that of the stack. The
/// states are those of all cells, in their order. Keras: layers/rnn/stacked_rnn_cells.py.
/// </summary>
/// <param name="cells">The cells, at least one, each once.</param>
/// <param name="name">The name of the stack.</param>
/// <exception cref="ArgumentException">There is no cell, one is null, or two are the same object.</exception>
[Configurable]
public sealed partial class StackedRNNCells(IReadOnlyList<RecurrentCell> cells, string? name = null) : RecurrentCell(name)
{
    private readonly RecurrentCell[] cells = RequireCells(cells);
    private readonly int[] stateSizes = [.. cells.SelectMany(cell => cell.StateSizes)];

    /// <summary>The cells.</summary>
    public IReadOnlyList<RecurrentCell> Cells => cells;

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSizes => stateSizes;

    /// <inheritdoc/>
    public override int OutputSize => cells[^1].OutputSize;

    /// <inheritdoc/>
    public override bool IsTrainable
    {
        get => base.IsTrainable;
        set
        {
            base.IsTrainable = value;
            foreach (RecurrentCell cell in cells)
                cell.IsTrainable = value;
        }
    }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) => builder.Adopt(GraphFor(builder.InputShapes).Parameters);

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new InnerPlans(GraphFor([.. shapes.Inputs.Select(shape => shape.WithoutBatch())]), shapes.BatchSize, count: 1);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        plans.Begin(frame);
        ExecutionPlan plan = plans[0];
        for (int i = 0; i < frame.Inputs.Count; i++)
            frame.Inputs[i].Data.CopyTo(plan.Inputs[i].Data);
        plans.Forward(frame, plan);
        plan.Outputs[^1].Data.CopyTo(frame.Outputs[0].Data);
        for (int i = 0; i < stateSizes.Length; i++)
            plan.Outputs[i].Data.CopyTo(frame.Outputs[1 + i].Data);
        frame.Penalty = plan.Penalty();
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        InnerPlans plans = frame.Prepared<InnerPlans>();
        ExecutionPlan plan = plans[0];
        CopyOrClear(frame.OutputGradients[0], plan.OutputGradients[^1]!);
        for (int i = 0; i < stateSizes.Length; i++)
            CopyOrClear(frame.OutputGradients[1 + i], plan.OutputGradients[i]!);
        plan.Backward();
        plans.AddGradients(frame, isFirst: true);
        for (int i = 0; i < frame.Inputs.Count; i++)
        {
            if (frame.InputGradients[i] is { } gradient)
                plan.InputGradients[i]!.Data.CopyTo(gradient.Data);
        }
    }

    /// <inheritdoc/>
    protected internal override void UpdateStatistics(Frame frame) => frame.Prepared<InnerPlans>().UpdateStatistics();

    internal override string PathWithin(Parameter parameter)
    {
        RecurrentCell owner = cells.First(cell => cell.Parameters.Contains(parameter));
        return $"{owner.Name}/{owner.PathWithin(parameter)}";
    }

    internal override void Unbuild()
    {
        foreach (RecurrentCell cell in cells)
            cell.Unbuild();
        base.Unbuild();
    }

    /// <summary>The cells upon each other: outputs are the new states of all cells and, behind them, the output of the last cell.</summary>
    private LayerGraph GraphFor(IReadOnlyList<Shape> inputShapes)
    {
        if (inputShapes.Count != 1 + stateSizes.Length)
            OutputShapesFor(inputShapes);
        Input[] inputs = [.. inputShapes.Select(shape => new Input(shape))];
        var outputs = new List<Node>();
        Node output = inputs[0];
        int state = 1;
        foreach (RecurrentCell cell in cells)
        {
            int count = cell.StateSizes.Count;
            output = Node.Of(cell, [output, .. inputs.Skip(state).Take(count)]);
            outputs.AddRange(output.Outputs.Skip(1));
            state += count;
        }

        return LayerGraph.Between(inputs, [.. outputs, output]);
    }

    private static void CopyOrClear(Tensor? values, Tensor destination)
    {
        if (values is null)
            destination.Data.Clear();
        else
            values.Data.CopyTo(destination.Data);
    }

    private static RecurrentCell[] RequireCells(IReadOnlyList<RecurrentCell> cells)
    {
        RecurrentCell[] copy = [.. Require.NoNulls(cells)];
        if (copy.Length == 0 || copy.Distinct().Count() < copy.Length)
            throw new ArgumentException("A stack has at least one cell, and each cell once.", nameof(cells));
        LayerNames.Assign(copy);
        return copy;
    }

    private void WriteCells(Configuration configuration)
    {
        var written = new Configuration();
        for (int i = 0; i < cells.Length; i++)
            written.SetLayer(FormattableString.Invariant($"{i}"), cells[i]);
        configuration.Json["cells"] = new JsonArray([.. written.Json.Select(pair => pair.Value?.DeepClone())]);
    }

    private static RecurrentCell[] ReadCells(Configuration configuration)
    {
        if (configuration.Find("cells") is not JsonArray list)
            throw Configuration.Wrong("cells", "a list of cells", configuration.Find("cells"));
        return [.. list.Select(description => CellSetting.Require(
            new Configuration(new JsonObject { ["cell"] = description?.DeepClone() }, configuration.Custom).GetLayer("cell"), "cells"))];
    }
}
