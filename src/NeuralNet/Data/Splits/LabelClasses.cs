using System.Globalization;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The rows of each label. Rows of several values, such as one-hot ones, are labels as a whole.</summary>
internal static class LabelClasses
{
    /// <summary>Returns the indices of the rows of each label, ascending; the labels are in ascending order.</summary>
    /// <exception cref="ArgumentException">A label is NaN.</exception>
    public static List<int[]> Of(Tensor labels, string name)
    {
        RequireNumbers(labels, name);
        int[] order = [.. Enumerable.Range(0, labels.Rows)];
        Array.Sort(order, (a, b) => Compare(labels, a, b) is int sign and not 0 ? sign : a - b);
        List<int[]> classes = [];
        int start = 0;
        for (int end = 1; end <= order.Length; end++)
        {
            if (end < order.Length && Compare(labels, order[start], order[end]) == 0)
                continue;
            classes.Add(order[start..end]);
            start = end;
        }

        return classes;
    }

    /// <summary>Returns the label of a row for a message: <c>[1.5]</c>.</summary>
    public static string Text(Tensor labels, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", labels.Row(row).ToArray())}]");

    private static int Compare(Tensor labels, int a, int b) => labels.Row(a).SequenceCompareTo(labels.Row(b));

    private static void RequireNumbers(Tensor labels, string name)
    {
        for (int row = 0; row < labels.Rows; row++)
        {
            if (TensorPrimitives.IsNaNAny<float>(labels.Row(row)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The label of row {row} is NaN, which is no class to stratify by. Remove such rows, or give them a number of their "
                    + $"own."), name);
        }
    }
}
