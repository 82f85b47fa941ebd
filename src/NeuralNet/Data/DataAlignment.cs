using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Brings a caller's tensors into the shapes that a graph and its losses take, or says what is wrong with them. A missing or
/// needless last axis of size 1 is mended, as Keras does (losses/loss.py, <c>squeeze_or_expand_to_same_rank</c>); nothing else is.
/// </summary>
internal static class DataAlignment
{
    /// <summary>The inputs in the graph's shapes.</summary>
    /// <exception cref="ArgumentException">Their number, a shape or the number of rows does not fit.</exception>
    public static Tensor[] Inputs(LayerGraph graph, IReadOnlyList<Tensor> x)
    {
        RequireCount(x, graph.Inputs.Count, "input", nameof(x));
        Shape[] shapes = [.. graph.InputShapes];
        var aligned = new Tensor[x.Count];
        for (int i = 0; i < aligned.Length; i++)
        {
            aligned[i] = Align(x[i], shapes[i]) ?? throw new ArgumentException(
                $"The input '{graph.Nodes[graph.Inputs[i]].Layer.Name}' takes rows of shape {shapes[i]}, so x should have the shape {shapes[i].ToStringWithBatch()}; it has {x[i].Shape}.{SingleRowHint(x[i], shapes[i])}", nameof(x));
            RequireRows(aligned[i].Rows, aligned[0].Rows, "inputs", nameof(x));
        }

        if (aligned[0].Rows == 0)
            throw new ArgumentException("x has no rows.", nameof(x));
        graph.CheckInputs(aligned);
        return aligned;
    }

    /// <summary>The targets in the losses' shapes.</summary>
    /// <exception cref="ArgumentException">Their number, a shape, the number of rows or a value does not fit.</exception>
    public static Tensor[] Targets(LayerGraph graph, IReadOnlyList<Loss> losses, IReadOnlyList<Tensor> y, int rows)
    {
        RequireCount(y, graph.Outputs.Count, "output", nameof(y));
        Shape[] outputs = [.. graph.OutputShapes];
        var aligned = new Tensor[y.Count];
        for (int i = 0; i < aligned.Length; i++)
        {
            Shape prediction = outputs[i].WithBatch(y[i].Rows);
            Shape wanted = losses[i].TargetShape(prediction);
            aligned[i] = Align(y[i], wanted.WithoutBatch()) ?? throw new ArgumentException(
                $"The loss '{losses[i].Name}' on the output '{graph.Nodes[graph.Outputs[i]].Layer.Name}' takes targets of shape {wanted.WithoutBatch().ToStringWithBatch()}; y has {y[i].Shape}.{losses[i].TargetHint(y[i].Shape, prediction)}", nameof(y));
            if (aligned[i].Rows != rows)
                throw new ArgumentException($"x has {rows} rows and y has {aligned[i].Rows}; each row of x needs its row of y.", nameof(y));
            losses[i].CheckTargets(aligned[i], prediction);
        }

        return aligned;
    }

    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static void RequireFinite(IReadOnlyList<Tensor> tensors, string name)
    {
        foreach (Tensor tensor in tensors)
        {
            if (TensorPrimitives.IsFiniteAll<float>(tensor.Data))
                continue;
            int index = Array.FindIndex(tensor.Data, value => !float.IsFinite(value));
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} contains {tensor.Data[index]} in row {index / tensor.RowLength}. Replace or remove such rows, or pass checkFinite: false to let them through."), name);
        }
    }

    /// <summary>The tensor with rows of the given shape, a last axis of size 1 added or removed; null if it does not fit.</summary>
    private static Tensor? Align(Tensor tensor, Shape row)
    {
        if (tensor.Rank == 0)
            return null;
        Shape wanted = row.WithBatch(tensor.Rows);
        if (tensor.Shape.Equals(wanted))
            return tensor;
        bool mayExpand = wanted.Last == 1 && tensor.Rank == wanted.Rank - 1;
        bool maySqueeze = tensor.Rank == wanted.Rank + 1 && tensor.Shape.Last == 1;
        return (mayExpand || maySqueeze) && tensor.Length == wanted.Size ? tensor.Reshape(wanted) : null;
    }

    private static string SingleRowHint(Tensor tensor, Shape row) =>
        tensor.Shape.Equals(row) ? $" For a single row, reshape it: x.Reshape([{string.Join(", ", row.WithBatch(1))}])." : "";

    private static void RequireCount(IReadOnlyList<Tensor> tensors, int expected, string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors, name);
        foreach (Tensor tensor in tensors)
            ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensors.Count != expected)
            throw new ArgumentException($"The model has {expected} {kind}{(expected == 1 ? "" : "s")}; {name} has {tensors.Count} tensors.", name);
    }

    private static void RequireRows(int actual, int expected, string what, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"The {what} differ in their number of rows: {expected} and {actual}.", name);
    }
}
