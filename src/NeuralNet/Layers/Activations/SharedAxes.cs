using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Values that the elements of a row share: elements that differ only along axes on which the values have size 1 have the same value. A row
/// is processed in runs along its last axis, and the index of the values of a run is computed, so that no table is needed.
/// </summary>
internal sealed class SharedAxes(Shape row, Shape values)
{
    private readonly int runLength = row.Last, valuesOfRun = values.Last;

    /// <summary>Writes the value of each element of a row.</summary>
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

    /// <summary>Computes, for each value, the sum of the elements of a row that share the value.</summary>
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

    /// <summary>Returns the index of the value of an element of a row.</summary>
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
