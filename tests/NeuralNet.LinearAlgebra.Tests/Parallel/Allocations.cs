namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Counts the bytes that all threads of the process allocate during some work.</summary>
internal static class Allocations
{
    private const int Attempts = 30;

    /// <summary>
    /// Returns the minimum over several attempts: threads of the test runner and of the runtime allocate too, for longer where other
    /// programs keep the processors busy, so each attempt waits longer for them than the one before.
    /// </summary>
    public static long Of(Action work)
    {
        for (int i = 0; i < 100; i++)
            work();
        long min = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && min > 0; attempt++)
        {
            Thread.Sleep(10 * attempt);
            min = Math.Min(min, Once(work));
        }

        return min;
    }

    private static long Once(Action work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 20; i++)
            work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
