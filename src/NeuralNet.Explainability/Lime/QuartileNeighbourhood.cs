using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are zeros and ones.</summary>
internal sealed class QuartileNeighbourhood(QuartileSpace space, int[] blockRows, NormalEquations equations)
    : Neighbourhood(space, equations)
{
    /// <summary>
    /// Rows are drawn some at a time: sixteen columns of the whole table fit in the nearest cache, and what is drawn one by one has
    /// arrived there before it is read sixteen at a time.
    /// </summary>
    private const int RowsAtOnce = 32;

    private readonly BinaryMatrix[] places = Array.ConvertAll(blockRows, rows => new BinaryMatrix(rows, space.Features.Count));
    private readonly float[] above = new float[QuartileSpace.RoundUp(space.Stride)], upTo = new float[QuartileSpace.RoundUp(space.Stride)];

    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        space.WriteQuarters(row, above, upTo);
    }

    public override void Draw(int block, RandomStream random, Tensor neighbours)
    {
        BinaryMatrix blockPlaces = places[block];
        var lanes = new RandomLanes(random);
        // The last row of few numbers is read beyond its end.
        float[] numbers = ArrayPool<float>.Shared.Rent(RowsAtOnce * space.Stride + QuartileSpace.Lanes);
        Span<bool> isRows = new bool[space.Categories.Length];
        for (int first = 0; first < blockPlaces.Rows; first += RowsAtOnce)
        {
            int end = Math.Min(first + RowsAtOnce, blockPlaces.Rows);
            for (int column = 0; column < space.Stride; column += QuartileSpace.Lanes)
            {
                DrawNumbers(ref lanes, numbers, column);
                WritePlaces(numbers, column, blockPlaces, first, end);
            }

            if (isRows.Length > 0)
                DrawCategories(ref lanes, isRows, neighbours, blockPlaces, first, end);
            WriteNumbers(numbers, neighbours, first, end);
        }

        ArrayPool<float>.Shared.Return(numbers);
        if (block == 0)
            WriteRow(neighbours.Row(0), blockPlaces);
        blockPlaces.Transpose();
    }

    /// <summary>Places differ by 1, so that the square of the distance is their number.</summary>
    public override double[] Distances(int block)
    {
        double[] distances = new double[places[block].Rows];
        for (int row = 0; row < distances.Length; row++)
            distances[row] = Math.Sqrt(places[block].Columns - places[block].Count(row));
        return distances;
    }

    protected override float RowPlace(int term) => 1;

    protected override DesignMatrix Places(int block) => places[block];

    private void WriteRow(Span<float> neighbour, BinaryMatrix blockPlaces)
    {
        Row.CopyTo(neighbour);
        for (int term = 0; term < blockPlaces.Columns; term++)
            blockPlaces.Set(0, term, true);
    }

    /// <summary>
    /// Draws sixteen columns of some rows, each number from a drawn row of the table. That is inside, so the checks of spans are left out.
    /// </summary>
    [SkipLocalsInit]
    private void DrawNumbers(ref RandomLanes lanes, float[] numbers, int column)
    {
        // Kept apart from the caller's memory, the state stays in registers.
        RandomLanes local = lanes;
        Span<uint> drawn = stackalloc uint[QuartileSpace.Lanes];
        ref uint first = ref MemoryMarshal.GetReference(drawn);
        ref float table = ref MemoryMarshal.GetArrayDataReference(space.Table), number = ref MemoryMarshal.GetArrayDataReference(numbers);
        int stride = space.Stride, rows = space.Background.Rows, step = Math.Max(stride, QuartileSpace.Lanes);
        Vector512<int> columns = Vector512.Create(column)
            + (Vector512<int>.Indices & Vector512.Create(Math.Min(stride, QuartileSpace.Lanes) - 1));
        for (int start = column; start < RowsAtOnce * stride; start += step)
        {
            Vector512<int> places = RandomIndices.Next(ref local, rows) * stride + columns;
            places.AsUInt32().StoreUnsafe(ref first);
            for (int i = 0; i < QuartileSpace.Lanes; i++)
                Unsafe.Add(ref number, start + i) = Unsafe.Add(ref table, Unsafe.Add(ref first, i));
        }

        lanes = local;
    }

    /// <summary>Writes for sixteen columns whether the numbers lie in the row's quarters.</summary>
    private void WritePlaces(float[] numbers, int column, BinaryMatrix blockPlaces, int first, int end)
    {
        Vector512<float> lower = Vector512.Create(above, column), upper = Vector512.Create(upTo, column);
        for (int row = first; row < end; row++)
        {
            Vector512<float> some = Vector512.Create(numbers, (row - first) * space.Stride + column);
            Vector512<float> isSame = Vector512.GreaterThan(some, lower) & Vector512.LessThanOrEqual(some, upper);
            blockPlaces.SetSixteen(row, column, (uint)isSame.ExtractMostSignificantBits());
        }
    }

    /// <summary>Makes neighbours copies of the row, and draws their categories.</summary>
    private void DrawCategories(
        ref RandomLanes lanes, Span<bool> isRows, Tensor neighbours, BinaryMatrix blockPlaces, int first, int end)
    {
        for (int row = first; row < end; row++)
        {
            Row.CopyTo(neighbours.Row(row));
            DrawCategories(ref lanes, neighbours.Row(row), isRows);
            for (int category = 0; category < isRows.Length; category++)
                blockPlaces.Set(row, space.Numbers.Length + category, isRows[category]);
        }
    }

    private void WriteNumbers(float[] numbers, Tensor neighbours, int first, int end)
    {
        int stride = space.Stride, count = space.Numbers.Length;
        if (count == stride && count == neighbours.RowLength)
        {
            numbers.AsSpan(0, (end - first) * stride).CopyTo(neighbours.AsSpan()[(first * stride)..]);
            return;
        }

        for (int row = first; row < end; row++)
            space.WriteNumbers(numbers.AsSpan((row - first) * stride, count), neighbours.Row(row));
    }
}
