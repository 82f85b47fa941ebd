namespace NeuralNet;

/// <summary>
/// Some axes of the rows that a layer is fed with. The layer sees the values along them side by side, in groups; where they are the last
/// axes, that is how they lie in memory, and nothing is moved.
/// </summary>
internal sealed class RowAxes
{
    private readonly int[]? order;

    /// <param name="row">The shape of a row, without the batch axis.</param>
    /// <param name="places">The axes, counted in that shape, in ascending order.</param>
    public RowAxes(Shape row, int[] places)
    {
        Shape = new Shape([.. places.Select(place => row[place])]);
        AreLast = places[0] == row.Rank - places.Length;
        if (!AreLast)
            order = Order(row, [.. Enumerable.Range(0, row.Rank).Except(places), .. places]);
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>How many values make a group.</summary>
    public int GroupLength => Shape.Size;

    /// <summary>Whether they are the last axes.</summary>
    public bool AreLast { get; }

    /// <summary>The values of a tensor group by group: its own memory, or a copy in the frame's scratch.</summary>
    public float[] Gather(Frame frame, int scratch, Tensor tensor)
    {
        float[] groups = Place(frame, scratch, tensor);
        for (int start = 0; order is not null && start < groups.Length; start += order.Length)
        {
            for (int i = 0; i < order.Length; i++)
                groups[start + i] = tensor.Data[start + order[i]];
        }

        return groups;
    }

    /// <summary>Where the values of a tensor are to be written group by group, before <see cref="Scatter"/>.</summary>
    public float[] Place(Frame frame, int scratch, Tensor tensor) =>
        order is null ? tensor.Data : frame.Scratch(scratch, tensor.Shape).Data;

    /// <summary>Brings what was written group by group to where it belongs in the tensor.</summary>
    public void Scatter(Frame frame, int scratch, Tensor tensor)
    {
        float[] groups = Place(frame, scratch, tensor);
        for (int start = 0; order is not null && start < groups.Length; start += order.Length)
        {
            for (int i = 0; i < order.Length; i++)
                tensor.Data[start + order[i]] = groups[start + i];
        }
    }

    /// <summary>For each place of a row whose axes stand in another order, its place in the row.</summary>
    private static int[] Order(Shape row, int[] axes)
    {
        var order = new int[row.Size];
        for (int i = 0; i < order.Length; i++)
        {
            int rest = i;
            for (int k = axes.Length - 1; k >= 0; k--)
            {
                int step = new Shape(row.Sizes[(axes[k] + 1)..]).Size;
                order[i] += rest % row[axes[k]] * step;
                rest /= row[axes[k]];
            }
        }

        return order;
    }
}
