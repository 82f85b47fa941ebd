using System.Globalization;

namespace NeuralNet;

/// <summary>The shape of a tensor in a file, whose sizes may exceed those of a <see cref="Shape"/>.</summary>
/// <param name="sizes">The sizes of the axes, outermost first; none for a scalar.</param>
internal readonly struct FileShape(IReadOnlyList<long> sizes)
{
    /// <summary>Returns whether a tensor of this shape has the given one.</summary>
    public bool Is(Shape shape)
    {
        bool equal = shape.Rank == sizes.Count;
        for (int axis = 0; equal && axis < shape.Rank; axis++)
            equal = shape[axis] == sizes[axis];
        return equal;
    }

    /// <summary>Returns the sizes as a tuple, as <see cref="Shape"/> writes it.</summary>
    public override string ToString() => sizes.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"({sizes[0]},)")
        : $"({string.Join(", ", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))})";
}
