namespace NeuralNet.Onnx;

/// <summary>
/// An order of the elements of a tensor along other axes: Reshape, Transpose, Squeeze and Unsqueeze only split, move and merge the factors
/// of its axes. So it does not matter by which of these operators, and in which order, a graph moves the heads of attention. Axes of size
/// 1 have no factors.
/// </summary>
internal sealed class AxisArrangement
{
    private readonly AxisFactor[][] source, axes;

    private AxisArrangement(AxisFactor[][] source, AxisFactor[][] axes) => (this.source, this.axes) = (source, axes);

    /// <summary>The factors of each axis of the tensor, the batch first.</summary>
    public IReadOnlyList<AxisFactor[]> Source => source;

    /// <summary>The factors of each axis of the arrangement.</summary>
    public IReadOnlyList<AxisFactor[]> Axes => axes;

    /// <summary>The sizes of the axes of the arrangement.</summary>
    public AxisSize[] Sizes => Array.ConvertAll(axes, AxisFactor.SizeOf);

    /// <summary>Gets a value indicating whether nothing is moved.</summary>
    public bool IsIdentity => axes.Length == source.Length && axes.Index().All(axis => AreEqual(axis.Item, source[axis.Index]));

    /// <summary>Gets a value indicating whether the first axis is the batch and nothing else.</summary>
    public bool HasRows => axes.Length > 0 && AreEqual(axes[0], source[0]);

    /// <summary>Gets a value indicating whether the last axis is the last axis of the tensor.</summary>
    public bool KeepsLastAxis => axes.Length > 0 && AreEqual(axes[^1], source[^1]);

    /// <summary>Gets a value indicating whether the factors stand in the order in which the tensor has them.</summary>
    public bool KeepsOrder => AreEqual([.. axes.SelectMany(axis => axis)], [.. source.SelectMany(axis => axis)]);

    /// <summary>Creates the arrangement of a tensor as it is.</summary>
    public static AxisArrangement Of(AxisSize[] sizes)
    {
        AxisFactor[][] axes = Array.ConvertAll(sizes, size => size.Equals(1) ? Array.Empty<AxisFactor>() : [new AxisFactor(size)]);
        return new AxisArrangement(axes, axes);
    }

    /// <summary>Gets a value indicating whether values are repeated along an axis, as those of a mask for each head.</summary>
    public bool RepeatsValues => axes.Sum(axis => axis.Length) > source.Sum(axis => axis.Length);

    /// <summary>The axes without the factors along which values are repeated.</summary>
    public IReadOnlyList<AxisFactor[]> AxesWithoutRepetition
    {
        get
        {
            HashSet<AxisFactor> own = [.. source.SelectMany(axis => axis)];
            return [.. axes.Select(axis => axis.Where(own.Contains).ToArray())];
        }
    }

    /// <summary>Returns whether factors are the same ones in the same order.</summary>
    public static bool AreEqual(AxisFactor[] first, AxisFactor[] second) => first.AsSpan().SequenceEqual(second);

    /// <summary>Returns whether another arrangement moves the axes of a tensor of the same sizes in the same way.</summary>
    public bool MovesAs(AxisArrangement other) => this == other
        || (Places().AsSpan().SequenceEqual(other.Places())
            && axes.Select(axis => axis.Length).SequenceEqual(other.axes.Select(axis => axis.Length))
            && source.Select(axis => axis.Length).SequenceEqual(other.source.Select(axis => axis.Length))
            && Sizes.AsSpan().SequenceEqual(other.Sizes));

    /// <summary>Returns the arrangement with axes in another order: axis i is that of <paramref name="permutation"/>[i].</summary>
    public AxisArrangement Transpose(IReadOnlyList<int> permutation) => new(source, [.. permutation.Select(axis => axes[axis])]);

    /// <summary>Returns the arrangement with axes of size 1 at these places.</summary>
    public AxisArrangement Unsqueeze(IReadOnlySet<int> places)
    {
        int next = 0;
        return new(source, [.. Enumerable.Range(0, axes.Length + places.Count).Select(place => places.Contains(place) ? [] : axes[next++])]);
    }

    /// <summary>Returns the arrangement without these axes, whose size is 1.</summary>
    public AxisArrangement Squeeze(IReadOnlySet<int> places) => new(source, [.. axes.Where((_, axis) => !places.Contains(axis))]);

    /// <summary>Returns the arrangement of a tensor, and of its last axis, with another size of this axis.</summary>
    public AxisArrangement WithLast(AxisSize size)
    {
        AxisFactor[] last = size.Equals(1) ? [] : [new AxisFactor(size)];
        return new AxisArrangement([.. source[..^1], last], [.. axes[..^1], last]);
    }

    /// <summary>Returns the arrangement with the values repeated along axes of size 1; null if others would have to be.</summary>
    public AxisArrangement? Repeat(IReadOnlyList<AxisSize> target)
    {
        int added = target.Count - axes.Length;
        var repeated = new AxisFactor[Math.Max(target.Count, axes.Length)][];
        for (int axis = 0; axis < repeated.Length; axis++)
        {
            AxisFactor[] factors = axis < added ? [] : axes[axis - Math.Max(added, 0)];
            AxisSize wanted = axis < -added ? 1 : target[axis + Math.Min(added, 0)], size = AxisFactor.SizeOf(factors);
            bool stays = wanted.Equals(1) || wanted.Equals(-1) || wanted.Equals(size);
            if (!stays && factors.Length > 0)
                return null;
            repeated[axis] = stays ? factors : [new AxisFactor(wanted)];
        }

        return new AxisArrangement(source, repeated);
    }

    /// <summary>
    /// Returns the same order under axes of other sizes, of the same product; null if an axis would take a part of a factor that cannot be
    /// split, such as 3 of (2, 6).
    /// </summary>
    public AxisArrangement? Reshape(IReadOnlyList<AxisSize> sizes)
    {
        List<AxisFactor>[] sourceAxes = [.. source.Select(axis => axis.ToList())];
        var left = new Stack<AxisFactor>(axes.SelectMany(axis => axis).Reverse());
        var reshaped = new List<AxisFactor[]>();
        foreach (AxisSize size in sizes)
        {
            if (Take(size, left, sourceAxes) is not { } factors)
                return null;
            reshaped.Add(factors);
        }

        return left.Count == 0 ? new AxisArrangement([.. sourceAxes.Select(axis => axis.ToArray())], [.. reshaped]) : null;
    }

    /// <summary>Takes the next factors, of a product of this size; splits the last of them if it is too large.</summary>
    private static AxisFactor[]? Take(AxisSize size, Stack<AxisFactor> left, List<AxisFactor>[] sourceAxes)
    {
        var taken = new List<AxisFactor>();
        AxisSize rest = size;
        while (!rest.Equals(1))
        {
            if (!left.TryPop(out AxisFactor? factor))
                return null;
            if (rest.DividedBy(factor.Size) is { } more)
            {
                taken.Add(factor);
                rest = more;
                continue;
            }

            if (factor.Size.DividedBy(rest) is not { } inner)
                return null;
            AxisFactor first = new(rest), second = new(inner);
            if (Array.Find(sourceAxes, candidate => candidate.Contains(factor)) is { } axis)
            {
                int place = axis.IndexOf(factor);
                axis[place] = first;
                axis.Insert(place + 1, second);
            }

            taken.Add(first);
            left.Push(second);
            rest = 1;
        }

        return [.. taken];
    }

    /// <summary>For each factor of the arrangement, its place among those of the tensor.</summary>
    private int[] Places()
    {
        List<AxisFactor> order = [.. source.SelectMany(axis => axis)];
        return [.. axes.SelectMany(axis => axis).Select(factor => order.IndexOf(factor))];
    }
}
