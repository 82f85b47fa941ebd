using System.Globalization;
using System.Text;

namespace NeuralNet;

/// <summary>Writes a tensor as nested brackets, each axis cut to its first and last values when the whole would be long.</summary>
internal static class TensorFormatter
{
    private const int MaxWholeLength = 1000;
    private const int EdgeItems = 3;

    public static string Format(Tensor tensor)
    {
        var text = new StringBuilder($"Tensor {tensor.Shape} ");
        AppendAxis(text, tensor, axis: 0, offset: 0, indent: text.Length);
        return text.ToString();
    }

    private static void AppendAxis(StringBuilder text, Tensor tensor, int axis, int offset, int indent)
    {
        if (axis == tensor.Rank)
        {
            text.Append(tensor.Data[offset].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }

        bool innermost = axis == tensor.Rank - 1;
        string separator = innermost ? ", " : ",\n" + new string(' ', indent + axis + 1);
        int stride = Stride(tensor.Shape, axis);
        text.Append('[');
        bool first = true;
        foreach (int? index in ShownIndices(tensor, axis))
        {
            if (!first)
                text.Append(separator);
            first = false;
            if (index is int i)
                AppendAxis(text, tensor, axis + 1, offset + i * stride, indent);
            else
                text.Append('…');
        }

        text.Append(']');
    }

    /// <summary>Returns the indices to show on an axis; null stands for those left out.</summary>
    private static IEnumerable<int?> ShownIndices(Tensor tensor, int axis)
    {
        int size = tensor.Shape[axis];
        bool whole = tensor.Length <= MaxWholeLength || size <= 2 * EdgeItems;
        for (int i = 0; i < size; i++)
        {
            if (whole || i < EdgeItems || i >= size - EdgeItems)
                yield return i;
            else if (i == EdgeItems)
                yield return null;
        }
    }

    private static int Stride(Shape shape, int axis)
    {
        int stride = 1;
        for (int i = axis + 1; i < shape.Rank; i++)
            stride *= shape[i];
        return stride;
    }
}
