using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are zeros and ones.</summary>
internal sealed class QuartileNeighbourhood(QuartileSpace space, int[] blockRows, bool isSingle)
    : Neighbourhood(space, blockRows, isSingle)
{
    /// <summary>The number of rows of the background that are drawn at a time.</summary>
    private const int DrawnAtOnce = 1024;

    private readonly float[] above = new float[space.Numbers.Length], upTo = new float[space.Numbers.Length];

    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        for (int number = 0; number < above.Length; number++)
            (above[number], upTo[number]) = space.QuarterOf(number, row);
    }

    protected override void DrawNumbers(RandomStream random, Tensor neighbours, DesignMatrix places)
    {
        int count = above.Length, backgroundRows = space.Background.Rows;
        float[] numbers = new float[count];
        int[] drawn = new int[count * Math.Max(1, DrawnAtOnce / Math.Max(1, count))];
        for (int i = 0, next = drawn.Length; i < places.Rows; i++, next += count)
        {
            if (next == drawn.Length)
            {
                random.NextInt32(backgroundRows, drawn);
                next = 0;
            }

            space.CopyNumbers(drawn.AsSpan(next, count), numbers);
            WritePlaces(numbers, places.Row(i));
            space.WriteNumbers(numbers, neighbours.Row(i));
        }
    }

    /// <summary>Writes 1 for each number that lies in the quarter of the row, and 0 for the others.</summary>
    private void WritePlaces(float[] numbers, Span<float> place)
    {
        int i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(numbers, i);
            Vector<int> isInside = Vector.GreaterThan(values, new Vector<float>(above, i))
                & Vector.LessThanOrEqual(values, new Vector<float>(upTo, i));
            Vector.ConditionalSelect(isInside, Vector<float>.One, Vector<float>.Zero).CopyTo(place[i..]);
        }

        for (; i < numbers.Length; i++)
            place[i] = numbers[i] > above[i] && numbers[i] <= upTo[i] ? 1 : 0;
    }
}
