namespace NeuralNet.LinearAlgebra;

/// <summary>Runs a body's parts on the shared pool or, if the work is too small to share, here.</summary>
internal static class WorkSharing
{
    /// <summary>The multiplications below which handing half of them to another thread costs more than it saves.</summary>
    public const long MinWork = 250_000;

    public static void Run<TBody>(int count, in TBody body, bool shared)
        where TBody : struct, IParallelBody
    {
        if (shared)
        {
            WorkerPool.Shared.Run(count, body);
            return;
        }

        TBody local = body;
        for (int i = 0; i < count; i++)
            local.Run(i);
    }
}
