namespace NeuralNet;

/// <summary>
/// Runs the work of a process in several parts (<see cref="TrainingStrategy.Parts"/>), which wait for each other, so each has a thread.
/// </summary>
internal static class StrategyParts
{
    /// <summary>Runs the work of all parts and returns the result of the first one, which the calling thread does.</summary>
    /// <param name="strategy">The strategy of the process.</param>
    /// <param name="work">The work of a part; the value indicates whether the part is not the first.</param>
    public static T Run<T>(TrainingStrategy strategy, Func<TrainingStrategy, bool, T> work)
    {
        IReadOnlyList<TrainingStrategy> parts = strategy.Parts;
        var exceptions = new Exception?[parts.Count];
        T result = default!;
        var threads = new Thread[parts.Count];
        for (int i = 1; i < parts.Count; i++)
        {
            int part = i;
            threads[i] = new Thread(() => RunPart(part)) { IsBackground = true, Name = "NeuralNet part" };
            threads[i].Start();
        }

        RunPart(0);
        for (int i = 1; i < parts.Count; i++)
            threads[i].Join();
        Exception? cause = Array.Find(exceptions, exception => exception is not null and not RankFailedException)
            ?? Array.Find(exceptions, exception => exception is not null);
        if (cause is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
        return result;

        void RunPart(int part)
        {
            try
            {
                T own = work(parts[part], part > 0);
                if (part == 0)
                    result = own;
            }
#pragma warning disable CA1031 // Every exception ends the work of all parts, and is thrown by the calling thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                exceptions[part] = exception;
                if (parts[part].Count > 1)
                    parts[part].Fail(exception);
            }
        }
    }
}
