namespace NeuralNet;

/// <summary>
/// Some axes of the rows that a layer is fed with. The layer sees the values along them side by side, in groups; where they are the last
/// axes, that is how they lie in memory, and nothing is moved.
/// </summary>
internal sealed class RowAxes
{
    private readonly Shape row;
    private readonly int[] axes;
    private int[]? order;

    /// <param name="row">The shape of a row, without the batch axis.</param>
    /// <param name="places">The axes, counted in that shape, in ascending order.</param>
    public RowAxes(Shape row, int[] places)
    {
        this.row = row;
        axes = [.. Enumerable.Range(0, row.Rank).Except(places), .. places];
        Shape = new Shape([.. places.Select(place => row[place])]);
        AreLast = places[0] == row.Rank - places.Length;
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>How many values make a group.</summary>
    public int GroupLength => Shape.Size;

    /// <summary>Whether they are the last axes.</summary>
    public bool AreLast { get; }

    /// <summary>
    /// For each place of a row whose axes stand in the order of the groups, its place in the row; made when it is first needed.
    /// </summary>
    private int[] Order => order ??= MakeOrder();

    /// <summary>The values of a tensor group by group: its own memory, or a copy in the frame's scratch.</summary>
    public float[] Gather(Frame frame, int scratch, Tensor tensor)
    {
        float[] groups = Place(frame, scratch, tensor);
        if (AreLast)
            return groups;
        int[] source = Order;
        for (int start = 0; start < groups.Length; start += source.Length)
        {
            for (int i = 0; i < source.Length; i++)
                groups[start + i] = tensor.Data[start + source[i]];
        }

        return groups;
    }

    /// <summary>Where the values of a tensor are to be written group by group, before <see cref="Scatter"/>.</summary>
    public float[] Place(Frame frame, int scratch, Tensor tensor) =>
        AreLast ? tensor.Data : frame.Scratch(scratch, tensor.Shape).Data;

    /// <summary>Brings what was written group by group to where it belongs in the tensor.</summary>
    public void Scatter(Frame frame, int scratch, Tensor tensor)
    {
        if (AreLast)
            return;
        float[] groups = Place(frame, scratch, tensor);
        int[] target = Order;
        for (int start = 0; start < groups.Length; start += target.Length)
        {
            for (int i = 0; i < target.Length; i++)
                tensor.Data[start + target[i]] = groups[start + i];
        }
    }

    private int[] MakeOrder()
    {
        int[] steps = [.. axes.Select(axis => new Shape(row.Sizes[(axis + 1)..]).Size)], made = new int[row.Size];
        for (int i = 0; i < made.Length; i++)
        {
            int rest = i;
            for (int k = axes.Length - 1; k >= 0; k--)
            {
                made[i] += rest % row[axes[k]] * steps[k];
                rest /= row[axes[k]];
            }
        }

        return made;
    }
}
