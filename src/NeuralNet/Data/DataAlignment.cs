using System.Globalization;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Converts the tensors of a caller to the shapes that a graph and its losses take, or throws an exception that describes the mismatch. A
/// missing or needless last axis of size 1 is corrected, as Keras does (losses/loss.py, <c>squeeze_or_expand_to_same_rank</c>); nothing
/// else is.
/// </summary>
internal static class DataAlignment
{
    /// <summary>Returns the inputs in the graph's shapes.</summary>
    /// <exception cref="ArgumentException">Their number, a shape, the number of rows or a value does not fit.</exception>
    public static Tensor[] Inputs(LayerGraph graph, IReadOnlyList<Tensor> x, string name = "x")
    {
        RequireCount(x, graph.Inputs.Count, "input", name);
        Shape[] shapes = [.. graph.InputShapes];
        var aligned = new Tensor[x.Count];
        for (int i = 0; i < aligned.Length; i++)
        {
            string own = DataNames.At(name, i, aligned.Length);
            aligned[i] = Align(x[i], shapes[i]) ?? throw DataNames.Error(
                name, $"The input '{graph.Nodes[graph.Inputs[i]].Layer.Name}' takes rows of shape {shapes[i]}, so {own} should have the "
                    + $"shape {shapes[i].ToStringWithBatch()}; it has {x[i].Shape}.{SingleRowHint(x[i], shapes[i], own)}");
            RequireRows(name, own, aligned[i].Rows, DataNames.At(name, 0, aligned.Length), aligned[0].Rows);
        }

        if (aligned[0].Rows == 0)
            throw DataNames.Error(name, $"{DataNames.At(name, 0, aligned.Length)} has no rows.");
        graph.CheckInputs(aligned);
        return aligned;
    }

    /// <summary>Returns the targets in the losses' shapes.</summary>
    /// <exception cref="ArgumentException">Their number, a shape, the number of rows or a value does not fit.</exception>
    public static Tensor[] Targets(LayerGraph graph, IReadOnlyList<Loss> losses, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor> inputs,
        DataNames names)
    {
        RequireCount(y, graph.Outputs.Count, "output", names.Y);
        int rows = inputs[0].Rows;
        IReadOnlyList<Shape> outputs = graph.OutputShapesFor(inputs);
        var aligned = new Tensor[y.Count];
        for (int i = 0; i < aligned.Length; i++)
        {
            string own = DataNames.At(names.Y, i, aligned.Length);
            Shape prediction = y[i].Rank == 0 ? outputs[i] : outputs[i].WithoutBatch().WithBatch(y[i].Rows);
            Shape wanted = TargetShape(losses[i], prediction);
            aligned[i] = Align(y[i], wanted.WithoutBatch()) ?? throw DataNames.Error(
                names.Y, $"The loss '{losses[i].Name}' on the output '{graph.OutputName(i)}' takes targets of shape "
                    + $"{wanted.WithoutBatch().ToStringWithBatch()}; {own} has "
                    + $"{y[i].Shape}.{losses[i].TargetHint(y[i].Shape, prediction)}");
            RequireRows(names.Y, own, aligned[i].Rows, DataNames.At(names.X, 0, graph.Inputs.Count), rows);
            CheckTargets(graph, i, losses[i], aligned[i], prediction, names);
        }

        return aligned;
    }

    private static Shape TargetShape(Loss loss, Shape prediction) => loss.TargetShape(prediction) is { Rank: > 0 } shape
        ? shape
        : throw new InvalidOperationException($"The loss '{loss.Name}' ({loss.ClassName}) gave no shape of its targets: TargetShape "
            + "returns one with the batch as its first axis.");

    /// <summary>Validates the targets of an output, which have its shape, by its loss.</summary>
    /// <exception cref="ArgumentException">The loss cannot take a target.</exception>
    public static void CheckTargets(LayerGraph graph, int output, Loss loss, Tensor target, Shape prediction, DataNames names)
    {
        try
        {
            loss.CheckTargets(target, prediction);
        }
        catch (ArgumentException exception)
        {
            string own = DataNames.At(names.Y, output, graph.Outputs.Count), layer = graph.OutputName(output);
            throw DataNames.Error(names.Y, $"{own} does not fit the output '{layer}'. {exception.Message}", exception);
        }
    }

    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static void RequireFinite(IReadOnlyList<Tensor> tensors, string name, bool letsNaNThrough)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            Tensor tensor = tensors[i];
            if (tensor.Length == 0 || TensorPrimitives.IsFiniteAll<float>(tensor.Data))
                continue;
            int index = tensor.IndexOfNotFinite();
            string otherwise = letsNaNThrough ? ", or pass checkFinite: false to let them through" : "";
            throw DataNames.Error(name, string.Create(CultureInfo.InvariantCulture,
                $"{DataNames.At(name, i, tensors.Count)} contains {tensor.Data[index]} in row {index / tensor.RowLength}. Replace or "
                    + $"remove such rows{otherwise}."));
        }
    }

    /// <summary>Returns the tensor with rows of the given shape, a last axis of size 1 added or removed; null if it does not fit.</summary>
    private static Tensor? Align(Tensor tensor, Shape row)
    {
        if (tensor.Rank == 0)
            return null;
        if (tensor.Shape.IsBatchOf(row))
            return tensor;
        if (!row.IsFixed)
            return null;
        Shape wanted = row.WithBatch(tensor.Rows);
        bool mayExpand = wanted.Last == 1 && tensor.Rank == wanted.Rank - 1;
        bool maySqueeze = tensor.Rank == wanted.Rank + 1 && tensor.Shape.Last == 1;
        return (mayExpand || maySqueeze) && tensor.Length == wanted.Size ? tensor.Reshape(wanted) : null;
    }

    private static string SingleRowHint(Tensor tensor, Shape row, string name) =>
        tensor.Shape.Equals(row) ? $" For a single row, reshape it: {name}.Reshape([{string.Join(", ", row.WithBatch(1))}])." : "";

    private static void RequireCount(IReadOnlyList<Tensor> tensors, int expected, string kind, string name)
    {
        Require.NoNulls(tensors, name);
        if (tensors.Count != expected)
            throw DataNames.Error(name, $"The model has {Counted.Of(expected, kind)}; {name} has {Counted.Of(tensors.Count, "tensor")}.");
    }

    public static void RequireRows(string name, string own, int rows, string other, int otherRows)
    {
        if (rows != otherRows)
            throw DataNames.Error(name, $"{other} has {Counted.Of(otherRows, "row")} and {own} has {rows}; each row of the one needs "
                + "its row of the other.");
    }
}
