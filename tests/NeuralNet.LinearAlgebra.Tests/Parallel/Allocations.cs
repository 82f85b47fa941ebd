namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Counts the bytes that all threads of the process allocate during some work.</summary>
internal static class Allocations
{
    private const int Warmup = 100, Runs = 100;

    /// <summary>
    /// Returns the maximum of the three quarters of the runs that allocate least: threads of the runtime and of the test runner allocate
    /// now and then too, where other programs keep the processors busy even several times a second.
    /// </summary>
    public static long Of(Action work)
    {
        for (int i = 0; i < Warmup; i++)
            work();
        var bytes = new long[Runs];
        for (int i = 0; i < Runs; i++)
            bytes[i] = Once(work);
        Array.Sort(bytes);
        return bytes[(Runs * 3 / 4) - 1];
    }

    private static long Once(Action work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
