namespace NeuralNet.Onnx;

/// <summary>Operators that move values without changing them.</summary>
internal static class ShapeImporters
{
    public static ImportedValue Flatten(OperatorNode node)
    {
        node.Require("axis", 1, 1);
        return node.NodeOf(0).Shape.Rank == 1 ? node[0] : new LayerValue(node.NodeOf(0).Add(new Flatten(node.LayerName())));
    }

    /// <summary>The first size is the batch: 0 (as it was), -1 (whatever is left) or the number that the file fixes it to.</summary>
    public static ImportedValue Reshape(OperatorNode node)
    {
        node.Require("allowzero", 0, 0);
        Node input = node.NodeOf(0);
        long[] sizes = node.Constant(1).ToIntegers();
        if (sizes is not [0 or -1, ..] && (sizes.Length == 0 || sizes[0] != node.Context.FixedBatch))
        {
            throw new ModelFileException(
                $"it changes the batch: its target is [{string.Join(", ", sizes)}]; the first size should be 0 or -1");
        }

        int[] row = [.. sizes.Skip(1).Select((size, axis) => IsKept(size, axis) ? input.Shape[axis] : checked((int)size))];
        if (sizes[0] == -1 && row.Contains(-1))
            throw new ModelFileException("two sizes of its target are -1");
        if (row is [-1] || (row.Length == 1 && row[0] == input.Shape.Size))
            return input.Shape.Rank == 1 ? node[0] : new LayerValue(input.Add(new Flatten(node.LayerName())));
        return new LayerValue(input.Add(new Reshape(row, node.LayerName())));

        bool IsKept(long size, int axis) => size == 0 && axis < input.Shape.Rank;
    }

    public static ImportedValue Concat(OperatorNode node)
    {
        Node[] inputs = node.NodesOfInputs();
        if (inputs.Length == 0)
            throw new ModelFileException("it has no inputs");
        int axis = checked((int)node.Get("axis", 0));
        var layer = new Concatenate(axis == inputs[0].Shape.Rank ? -1 : axis, node.LayerName());
        return new LayerValue(inputs[0].Merge(layer, inputs.AsSpan(1)));
    }
}
