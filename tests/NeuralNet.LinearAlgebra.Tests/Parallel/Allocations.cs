namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Counts the bytes that all threads of the process allocate while some work is done.</summary>
internal static class Allocations
{
    /// <summary>The fewest bytes over several attempts, as the test runner may allocate now and then on threads of its own.</summary>
    public static long Of(Action work)
    {
        for (int i = 0; i < 100; i++)
            work();
        return Enumerable.Range(0, 10).Min(_ => Once(work));
    }

    private static long Once(Action work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 20; i++)
            work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
