using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Which places of a row share a value: those that differ along the axes on which the values have size 1. A row is gone through in
/// runs along its last axis, and where the values of a run stand is computed, so that a shape alone takes no memory.
/// </summary>
internal sealed class SharedAxes(Shape row, Shape values)
{
    private readonly int runLength = row.Last, valuesOfRun = values.Last;

    /// <summary>Puts the value of each place of a row there.</summary>
    public void Spread(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int start = 0; start < target.Length; start += runLength)
        {
            ReadOnlySpan<float> own = source.Slice(IndexOf(start), valuesOfRun);
            if (valuesOfRun == 1)
                target.Slice(start, runLength).Fill(own[0]);
            else
                own.CopyTo(target[start..]);
        }
    }

    /// <summary>Adds up, for each value, what stands at its places of a row.</summary>
    public void Sum(ReadOnlySpan<float> source, Span<float> target)
    {
        target.Clear();
        for (int start = 0; start < source.Length; start += runLength)
        {
            Span<float> own = target.Slice(IndexOf(start), valuesOfRun);
            if (valuesOfRun == 1)
                own[0] += TensorPrimitives.Sum(source.Slice(start, runLength));
            else
                TensorPrimitives.Add(own, source.Slice(start, runLength), own);
        }
    }

    /// <summary>Where the value of a place of a row stands.</summary>
    private int IndexOf(int place)
    {
        int index = 0, stride = 1;
        for (int axis = row.Rank - 1; axis >= 0; axis--)
        {
            int position = place % row[axis];
            place /= row[axis];
            if (values[axis] == 1)
                continue;
            index += position * stride;
            stride *= row[axis];
        }

        return index;
    }
}
