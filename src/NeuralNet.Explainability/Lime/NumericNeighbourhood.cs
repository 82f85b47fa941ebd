using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are numbers.</summary>
internal sealed class NumericNeighbourhood(NumericSpace space, int[] blockRows, NormalEquations equations)
    : Neighbourhood(space, equations)
{
    private readonly NumericMatrix[] places = Array.ConvertAll(blockRows, rows => new NumericMatrix(rows, space.Features.Count));
    private readonly float[] rowPlaces = new float[space.Features.Count];

    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        Array.Fill(rowPlaces, 1);
        for (int number = 0; number < space.Numbers.Length; number++)
            rowPlaces[number] = (float)(((double)row[space.Numbers[number]] - space.Means[number]) / space.Deviations[number]);
    }

    public override void Draw(int block, RandomStream random, Tensor neighbours)
    {
        NumericMatrix blockPlaces = places[block];
        int numbers = space.Numbers.Length;
        var lanes = new RandomLanes(random);
        NormalSteps.Draw(ref lanes, blockPlaces.Values);
        Span<bool> isRows = new bool[space.Categories.Length];
        Span<float> values = new float[numbers];
        for (int i = 0; i < blockPlaces.Rows; i++)
        {
            Span<float> neighbour = neighbours.Row(i), place = blockPlaces.Row(i);
            Row.CopyTo(neighbour);
            TensorPrimitives.MultiplyAdd(place[..numbers], space.Deviations, space.Means, values);
            space.WriteNumbers(values, neighbour);
            DrawCategories(ref lanes, neighbour, isRows);
            for (int category = 0; category < isRows.Length; category++)
                place[numbers + category] = isRows[category] ? 1 : 0;
        }

        if (block != 0)
            return;
        Row.CopyTo(neighbours.Row(0));
        rowPlaces.CopyTo(blockPlaces.Row(0));
    }

    public override double[] Distances(int block)
    {
        double[] distances = new double[places[block].Rows];
        for (int row = 0; row < distances.Length; row++)
            distances[row] = TensorPrimitives.Distance<float>(places[block].Row(row), rowPlaces);
        return distances;
    }

    protected override float RowPlace(int term) => rowPlaces[term];

    protected override DesignMatrix Places(int block) => places[block];
}
