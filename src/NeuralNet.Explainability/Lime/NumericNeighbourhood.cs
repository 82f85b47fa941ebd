using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>Neighbours whose places are numbers.</summary>
internal sealed class NumericNeighbourhood(NumericSpace space, int[] blockRows, bool isSingle)
    : Neighbourhood(space, blockRows, isSingle)
{
    public override void MoveTo(float[] row)
    {
        base.MoveTo(row);
        for (int number = 0; number < space.Numbers.Length; number++)
            RowPlace[number] = (float)(((double)row[space.Numbers[number]] - space.Means[number]) / space.Deviations[number]);
    }

    protected override void DrawNumbers(RandomStream random, Tensor neighbours, DesignMatrix places)
    {
        int count = space.Numbers.Length;
        Span<float> numbers = new float[count];
        random.NextNormal(places.Values);
        for (int i = 0; i < places.Rows; i++)
        {
            TensorPrimitives.MultiplyAdd(places.Row(i)[..count], space.Deviations, space.Means, numbers);
            space.WriteNumbers(0, numbers, neighbours.Row(i));
        }
    }
}
