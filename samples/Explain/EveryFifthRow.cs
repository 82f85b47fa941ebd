using NeuralNet;

namespace Explain;

/// <summary>Divides data so that every fifth row, from the first, is for the test.</summary>
internal static class EveryFifthRow
{
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) ForTest(Tensor x, Tensor y)
    {
        ILookup<bool, int> rows = Enumerable.Range(0, x.Shape[0]).ToLookup(row => row % 5 == 0);
        int[] train = [.. rows[false]], test = [.. rows[true]];
        return ((x.Gather(train), y.Gather(train)), (x.Gather(test), y.Gather(test)));
    }
}
