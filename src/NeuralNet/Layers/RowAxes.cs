namespace NeuralNet;

/// <summary>
/// Some axes of the rows of a layer's input. The layer sees the values along these axes in consecutive groups; values along the last axes
/// are consecutive in memory, so they are not moved.
/// </summary>
internal sealed class RowAxes
{
    private readonly Shape row;
    private readonly int[] axes;
    private int[]? order;

    /// <param name="row">The shape of a row.</param>
    /// <param name="places">The indices of the axes of a group, ascending; axis 0 is the outermost of the row.</param>
    public RowAxes(Shape row, int[] places)
    {
        this.row = row;
        axes = [.. Enumerable.Range(0, row.Rank).Except(places), .. places];
        Shape = new Shape([.. places.Select(place => row[place])]);
        AreLast = places[0] == row.Rank - places.Length;
    }

    /// <summary>The sizes of the axes of a group.</summary>
    public Shape Shape { get; }

    /// <summary>The number of values of a group.</summary>
    public int GroupLength => Shape.Size;

    /// <summary>
    /// Gets a value indicating whether the axes are the last ones, so that the values of a group are consecutive in memory.
    /// </summary>
    public bool AreLast { get; }

    private int[] Order => order ??= MakeOrder();

    /// <summary>Declares memory for the values of a tensor of the input's shape, group by group; none if the axes are the last.</summary>
    /// <param name="builder">The builder of the layer.</param>
    /// <param name="name">The name of the memory.</param>
    /// <param name="of">Computes the axes for the shape of a row.</param>
    /// <param name="isKept">true if the values stay from Forward to Backward; otherwise false.</param>
    public static LayerMemory Declare(LayerBuilder builder, string name, Func<Shape, RowAxes> of, bool isKept)
    {
        return isKept ? builder.AddMemory(name, ShapeFor) : builder.AddWorkspace(name, ShapeFor);

        Shape ShapeFor(PassShapes shapes) => of(shapes.Input.WithoutBatch()).AreLast ? 0 : shapes.Input;
    }

    /// <summary>
    /// Returns the values of a tensor group by group: the tensor itself if the axes are the last, else the given memory, filled.
    /// </summary>
    public Tensor Gather(Tensor groups, Tensor tensor)
    {
        if (AreLast)
            return tensor;
        Span<float> gathered = groups.Data, values = tensor.Data;
        int[] source = Order;
        for (int start = 0; start < gathered.Length; start += source.Length)
        {
            for (int i = 0; i < source.Length; i++)
                gathered[start + i] = values[start + source[i]];
        }

        return groups;
    }

    /// <summary>
    /// Returns the memory for values group by group: the tensor itself if the axes are the last, else the given memory, as it is.
    /// </summary>
    public Tensor Place(Tensor groups, Tensor tensor) => AreLast ? tensor : groups;

    /// <summary>Copies the values that were written to the <see cref="Place"/> of a tensor into the tensor.</summary>
    public void Scatter(Tensor groups, Tensor tensor)
    {
        if (AreLast)
            return;
        Span<float> gathered = groups.Data, values = tensor.Data;
        int[] target = Order;
        for (int start = 0; start < gathered.Length; start += target.Length)
        {
            for (int i = 0; i < target.Length; i++)
                values[start + target[i]] = gathered[start + i];
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
