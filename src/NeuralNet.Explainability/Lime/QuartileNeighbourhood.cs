using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are zeros and ones.</summary>
internal sealed class QuartileNeighbourhood(QuartileSpace space, int[] blockRows, NormalEquations equations)
    : Neighbourhood(space, equations)
{
    private readonly BinaryMatrix[] places = Array.ConvertAll(blockRows, rows => new BinaryMatrix(rows, space.Features.Count));
    private readonly float[] above = new float[space.Stride], upTo = new float[space.Stride];

    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        space.WriteQuarters(row, above, upTo);
    }

    public override void Draw(int block, RandomStream random, Tensor neighbours)
    {
        BinaryMatrix blockPlaces = places[block];
        var lanes = new RandomLanes(random);
        Span<bool> isRows = new bool[space.Categories.Length];
        for (int i = 0; i < blockPlaces.Rows; i++)
        {
            Span<float> neighbour = neighbours.Row(i);
            if (isRows.Length > 0)
                Row.CopyTo(neighbour);
            DrawNumbers(ref lanes, neighbour, blockPlaces, i);
            DrawCategories(ref lanes, neighbour, isRows);
            for (int category = 0; category < isRows.Length; category++)
                blockPlaces.Set(i, space.Numbers.Length + category, isRows[category]);
        }

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

    [SkipLocalsInit]
    private void DrawNumbers(ref RandomLanes lanes, Span<float> neighbour, BinaryMatrix blockPlaces, int row)
    {
        Span<int> drawn = stackalloc int[QuartileSpace.Lanes];
        Span<float> values = stackalloc float[QuartileSpace.Lanes];
        int numbers = space.Numbers.Length;
        for (int start = 0; start < numbers; start += QuartileSpace.Lanes)
        {
            RandomIndices.Draw(ref lanes, space.Background.Rows, drawn);
            int count = Math.Min(QuartileSpace.Lanes, numbers - start);
            LookUp(drawn[..count], start, values);
            var some = Vector512.Create<float>(values);
            Vector512<float> isSame = Vector512.GreaterThan(some, Vector512.Create(above, start))
                & Vector512.LessThanOrEqual(some, Vector512.Create(upTo, start));
            blockPlaces.SetSixteen(row, start, (uint)isSame.ExtractMostSignificantBits());
            space.WriteNumbers(values[..count], start, neighbour);
        }
    }

    /// <summary>One value from each of the drawn rows of the table. They are in it, so that the checks of spans are left out.</summary>
    private void LookUp(ReadOnlySpan<int> drawn, int start, Span<float> values)
    {
        ref float table = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(space.Table), start);
        int stride = space.Stride;
        for (int i = 0; i < drawn.Length; i++)
            values[i] = Unsafe.Add(ref table, (nint)drawn[i] * stride + i);
    }
}
