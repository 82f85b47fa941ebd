namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Sets the degree of parallelism of the shared pool during a test.</summary>
internal sealed class PoolDegree : IDisposable
{
    private readonly int before = WorkerPool.Shared.DegreeOfParallelism;

    public PoolDegree(int degree) => WorkerPool.Shared.DegreeOfParallelism = degree;

    public void Dispose() => WorkerPool.Shared.DegreeOfParallelism = before;
}
