namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Counts the bytes that all threads of the process allocate during some work.</summary>
internal static class Allocations
{
    /// <summary>Returns the minimum over several attempts, because threads of the test runner may allocate too.</summary>
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
