namespace NeuralNet.LinearAlgebra;

/// <summary>Runs a body's parts on the shared pool or, if the work is too small to share, here.</summary>
internal static class WorkSharing
{
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
