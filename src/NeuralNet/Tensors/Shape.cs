using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// The sizes of a tensor's axes, outermost first. Where a layer or a model asks for a shape, the batch axis is left out:
/// <c>new Sequential(2)</c> and <c>new Sequential([28, 28])</c> take rows of 2 values and of 28×28 values. An axis whose size differs
/// from batch to batch, such as the steps of a sequence, is open: <c>new Input([null, 64])</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The maximum number of axes in a file, so that memory for each axis costs nothing.</summary>
    internal const int MaxRank = 64;

    /// <summary>The size that an open axis reports: <c>shape[0] == Shape.Open</c>.</summary>
    public const int Open = int.MinValue;

    private readonly int[] sizes;
    private readonly int size;

    /// <summary>Creates a shape of the given sizes; no sizes make the shape of a scalar.</summary>
    /// <param name="sizes">The sizes, outermost first; <see cref="Open"/> for an axis whose size differs between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product is more than an array can hold.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        this.sizes = sizes.ToArray();
        IsFixed = !sizes.Contains(Open);
        size = Product(sizes);
    }

    /// <summary>Creates a shape that may have open axes, as <c>[null, 64]</c>.</summary>
    /// <param name="sizes">The sizes, outermost first; null for an axis whose size differs between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the product is more than an array can hold.</exception>
    [OverloadResolutionPriority(-1)]
    public Shape(params ReadOnlySpan<int?> sizes)
        : this(WithOpenAxes(sizes))
    {
    }

    /// <summary>The number of axes.</summary>
    public int Rank => sizes.Length;

    /// <summary>The number of elements: the product of the sizes, 1 for a scalar.</summary>
    /// <exception cref="InvalidOperationException">An axis is open.</exception>
    public int Size => IsFixed
        ? size
        : throw new InvalidOperationException($"The shape {this} has an open axis (None), so its number of elements is known for each "
            + "batch only.");

    /// <summary>Gets a value indicating whether every axis has a size; false if one is open.</summary>
    public bool IsFixed { get; }

    /// <summary>The size of an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => (uint)axis < (uint)sizes.Length
        ? sizes[axis]
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The shape {this} has {Counted.Of(sizes.Length, "axis")}, numbered "
            + "from 0.");

    /// <summary>The number of axes, as <see cref="Rank"/>: used by indices from the end and by spreads (<c>[.. shape, 3]</c>).</summary>
    public int Count => sizes.Length;

    /// <summary>The size of the innermost axis, 1 for a scalar.</summary>
    internal int Last => sizes.Length == 0 ? 1 : sizes[^1];

    internal ReadOnlySpan<int> Sizes => sizes;

    /// <summary>Creates a shape from a collection expression such as <c>[28, 28]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Creates a shape of one axis.</summary>
    public static implicit operator Shape(int size) => new(size);

    /// <summary>Creates a shape of the given sizes. Null stays null.</summary>
    [return: NotNullIfNotNull(nameof(sizes))]
    public static implicit operator Shape?(int[]? sizes) => sizes is null ? null : new Shape(sizes);

    /// <summary>Returns whether two shapes have the same sizes in the same order.</summary>
    public bool Equals(Shape? other) => other is not null && sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Returns the sizes as a tuple, <c>(4, 2)</c>; with one axis <c>(4,)</c>, as Keras and NumPy write it.</summary>
    public override string ToString() => Text(sizes);

    /// <summary>Returns the shape as a layer's output is written in a summary, with the batch axis open: <c>(None, 2)</c>.</summary>
    internal string ToStringWithBatch() =>
        Format(sizes.Select(SizeText).Prepend("None"));

    /// <summary>
    /// Returns whether this is the shape of a batch of rows of the given shape, whose open axes take any size of at least one.
    /// </summary>
    internal bool IsBatchOf(Shape row) => Rank == row.Rank + 1 && row.Admits(sizes.AsSpan(1));

    /// <summary>Returns whether sizes are those of this shape, whose open axes take any size of at least one.</summary>
    internal bool Admits(ReadOnlySpan<int> others)
    {
        if (others.Length != sizes.Length)
            return false;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == Open ? others[i] < 1 : sizes[i] != others[i])
                return false;
        }

        return true;
    }

    /// <summary>Returns this shape after a batch axis.</summary>
    internal Shape WithBatch(int batchSize) => [batchSize, .. sizes];

    /// <summary>Returns this shape without its outermost axis.</summary>
    internal Shape WithoutBatch() => new(sizes.AsSpan(1));

    /// <summary>Returns this shape with another innermost size.</summary>
    internal Shape WithLast(int size) => [.. sizes.AsSpan(0, sizes.Length - 1), size];

    /// <summary>Enumerates the sizes, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Format(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        return all.Length == 1 ? $"({all[0]},)" : $"({string.Join(", ", all)})";
    }

    /// <summary>
    /// Computes the number of elements. Errors name the shape, not an argument: few callers wrote <c>sizes</c> themselves.
    /// </summary>
    private static int Product(ReadOnlySpan<int> sizes)
    {
        long product = 1;
        foreach (int size in sizes)
        {
            if (size == Open)
                continue;
            if (size < 0)
                throw new ArgumentOutOfRangeException(null, $"The shape {Text(sizes)} has a negative size; sizes are at least 0.");
            product *= size;
            if (product > Array.MaxLength)
                throw new ArgumentOutOfRangeException(null, $"The shape {Text(sizes)} has more elements than one tensor can hold "
                    + $"({Array.MaxLength}).");
        }

        return (int)product;
    }

    private static string Text(ReadOnlySpan<int> sizes) =>
        Format(sizes.ToArray().Select(SizeText));

    private static string SizeText(int size) => size == Open ? "None" : size.ToString(CultureInfo.InvariantCulture);

    private static int[] WithOpenAxes(ReadOnlySpan<int?> sizes)
    {
        int[] filled = new int[sizes.Length];
        for (int i = 0; i < filled.Length; i++)
            filled[i] = sizes[i] ?? Open;
        return filled;
    }
}
