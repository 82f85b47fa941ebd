using System.Runtime.ExceptionServices;

namespace NeuralNet.Explainability;

/// <summary>Work in blocks that the cores share. What a block does depends on its number alone, so threads do not change results.</summary>
internal static class Blocks
{
    /// <summary>The most rows of a block: large enough for matrix products at speed.</summary>
    private const int MostRows = 1024;

    /// <summary>The most values of a block, so that large images do not fill the memory.</summary>
    private const int MostValues = 1 << 22;

    /// <summary>How many rows of this width go into one block.</summary>
    public static int Rows(int width) => Math.Clamp(MostValues / width, 1, MostRows);

    /// <summary>Runs blocks 0 to <paramref name="count"/> − 1; each worker has buffers of its own.</summary>
    public static void Run<TBuffer>(int count, Run run, Func<TBuffer> newBuffer, Action<int, TBuffer> block)
    {
        if (count == 1)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            block(0, newBuffer());
            run.Report(1);
            return;
        }

        int done = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Compute.DegreeOfParallelism,
            CancellationToken = run.CancellationToken,
        };
        try
        {
            Parallel.For(0, count, options, newBuffer, (index, _, buffer) =>
            {
                block(index, buffer);
                run.Report((double)Interlocked.Increment(ref done) / count);
                return buffer;
            }, _ => { });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>Runs blocks that need no buffers.</summary>
    public static void Run(int count, Run run, Action<int> block) => Run<object?>(count, run, () => null, (index, _) => block(index));
}
