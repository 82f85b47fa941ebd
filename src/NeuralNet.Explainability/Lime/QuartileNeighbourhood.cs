using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are zeros and ones.</summary>
internal sealed class QuartileNeighbourhood(QuartileSpace space, int[] blockRows, bool isSingle)
    : Neighbourhood(space, blockRows, isSingle)
{
    /// <summary>The number of columns that are drawn together, so that their values in the background stay in the first-level cache.</summary>
    private const int ColumnsAtOnce = 64;

    /// <summary>The number of rows of the background that are drawn at a time.</summary>
    private const int DrawnAtOnce = 2048;

    private readonly float[] above = new float[space.Numbers.Length], upTo = new float[space.Numbers.Length];

    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        for (int number = 0; number < above.Length; number++)
            (above[number], upTo[number]) = space.QuarterOf(number, row);
    }

    protected override void DrawNumbers(RandomStream random, Tensor neighbours, DesignMatrix places)
    {
        int[] drawn = new int[DrawnAtOnce];
        for (int first = 0; first < above.Length; first += ColumnsAtOnce)
        {
            int columns = Math.Min(ColumnsAtOnce, above.Length - first), rowsAtOnce = DrawnAtOnce / columns;
            for (int row = 0; row < places.Rows; row += rowsAtOnce)
            {
                int rows = Math.Min(rowsAtOnce, places.Rows - row);
                random.NextInt32(space.Background.Rows, drawn.AsSpan(0, rows * columns));
                for (int i = 0; i < rows; i++)
                    WriteNumbers(first, drawn.AsSpan(i * columns, columns), neighbours.Row(row + i), places.Row(row + i));
            }
        }
    }

    /// <summary>Writes consecutive numbers of a neighbour, and their places.</summary>
    /// <param name="first">The index of the first number.</param>
    /// <param name="drawn">The row of the background that each number comes from.</param>
    /// <param name="neighbour">The neighbour.</param>
    /// <param name="place">Its place.</param>
    private void WriteNumbers(int first, ReadOnlySpan<int> drawn, Span<float> neighbour, Span<float> place)
    {
        Span<float> numbers = stackalloc float[ColumnsAtOnce];
        numbers = numbers[..drawn.Length];
        space.CopyNumbers(first, drawn, numbers);
        WritePlaces(
            numbers, above.AsSpan(first, numbers.Length), upTo.AsSpan(first, numbers.Length), place.Slice(first, numbers.Length));
        space.WriteNumbers(first, numbers, neighbour);
    }

    /// <summary>Writes 1 for each number that lies in the quarter of the row, and 0 for the others.</summary>
    private static void WritePlaces(
        ReadOnlySpan<float> numbers, ReadOnlySpan<float> above, ReadOnlySpan<float> upTo, Span<float> place)
    {
        int i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(numbers[i..]);
            Vector<int> isInside = Vector.GreaterThan(values, new Vector<float>(above[i..]))
                & Vector.LessThanOrEqual(values, new Vector<float>(upTo[i..]));
            Vector.ConditionalSelect(isInside, Vector<float>.One, Vector<float>.Zero).CopyTo(place[i..]);
        }

        for (; i < numbers.Length; i++)
            place[i] = numbers[i] > above[i] && numbers[i] <= upTo[i] ? 1 : 0;
    }
}
