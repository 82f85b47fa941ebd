using System.Numerics.Tensors;

namespace NeuralNet.Mpi;

/// <summary>
/// Sums in a fixed tree: neighbours are added, then neighbouring sums, and so on: ((0 + 1) + (2 + 3)) + …. Adding the halves of the parts
/// separately, and then the two sums, gives the same bits.
/// </summary>
internal static class PairwiseSum
{
    /// <summary>Returns the values of a part.</summary>
    public delegate Span<float> Part(int index);

    /// <summary>Adds the values of all parts to those of the first; the others are overwritten.</summary>
    public static void Add(int count, Part part)
    {
        for (int distance = 1; distance < count; distance *= 2)
        {
            for (int i = 0; i + distance < count; i += 2 * distance)
                TensorPrimitives.Add(part(i), part(i + distance), part(i));
        }
    }
}
