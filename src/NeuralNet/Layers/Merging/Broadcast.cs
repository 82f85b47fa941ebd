using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Repeats the values of a row along the axes where it has size 1 and another row has more, and sums gradients over the repetitions. Shapes
/// are aligned at their last axes, and missing axes count as size 1, as in NumPy; the batch axis stands before all of them.
/// </summary>
/// <param name="from">The shape of a row, without the batch axis.</param>
/// <param name="to">The shape of the repeated row.</param>
internal sealed class Broadcast(Shape from, Shape to)
{
    private readonly int[] narrow = [.. Enumerable.Repeat(1, to.Rank - from.Rank), .. from], wide = [.. to];

    /// <summary>
    /// Returns the shape that both rows are repeated to, open where it depends on the batch; null if two sizes differ and neither is 1.
    /// </summary>
    public static Shape? Combine(Shape first, Shape second)
    {
        int[] sizes = new int[Math.Max(first.Rank, second.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int a = i <= first.Rank ? first[^i] : 1, b = i <= second.Rank ? second[^i] : 1;
            if (a != b && a > 1 && b > 1)
                return null;
            sizes[^i] = Math.Max(a, b) > 1 ? Math.Max(a, b) : Math.Min(a, b);
        }

        return sizes;
    }

    /// <summary>Writes each row of the source, repeated, to the same row of the target; a source of one row to all rows.</summary>
    public void Expand(ReadOnlySpan<float> source, Span<float> target)
    {
        int rows = target.Length / to.Size, step = source.Length == from.Size ? 0 : from.Size;
        for (int row = 0; row < rows; row++)
            Expand(source.Slice(row * step, from.Size), narrow, target.Slice(row * to.Size, to.Size), wide);
    }

    /// <summary>Writes to each row of the target the sums over its repetitions in the source.</summary>
    public void Sum(ReadOnlySpan<float> source, Span<float> target)
    {
        target.Clear();
        for (int row = 0; row * to.Size < source.Length; row++)
            AddTo(target.Slice(row * from.Size, from.Size), narrow, source.Slice(row * to.Size, to.Size), wide);
    }

    private static void Expand(ReadOnlySpan<float> source, ReadOnlySpan<int> narrow, Span<float> target, ReadOnlySpan<int> wide)
    {
        if (source.Length == target.Length)
        {
            source.CopyTo(target);
            return;
        }

        if (source.Length == 1)
        {
            target.Fill(source[0]);
            return;
        }

        int part = source.Length / narrow[0], step = narrow[0] == 1 ? 0 : part, length = target.Length / wide[0];
        for (int i = 0; i < wide[0]; i++)
            Expand(source.Slice(i * step, part), narrow[1..], target.Slice(i * length, length), wide[1..]);
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<int> narrow, ReadOnlySpan<float> source, ReadOnlySpan<int> wide)
    {
        if (sum.Length == source.Length)
        {
            TensorPrimitives.Add(sum, source, sum);
            return;
        }

        if (sum.Length == 1)
        {
            sum[0] += TensorPrimitives.Sum(source);
            return;
        }

        int part = sum.Length / narrow[0], step = narrow[0] == 1 ? 0 : part, length = source.Length / wide[0];
        for (int i = 0; i < wide[0]; i++)
            AddTo(sum.Slice(i * step, part), narrow[1..], source.Slice(i * length, length), wide[1..]);
    }
}
