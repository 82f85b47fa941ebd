namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Sets the shared pool's degree of parallelism for the length of a test.</summary>
internal sealed class PoolDegree : IDisposable
{
    private readonly int before = WorkerPool.Shared.DegreeOfParallelism;

    public PoolDegree(int degree) => WorkerPool.Shared.DegreeOfParallelism = degree;

    public void Dispose() => WorkerPool.Shared.DegreeOfParallelism = before;
}
