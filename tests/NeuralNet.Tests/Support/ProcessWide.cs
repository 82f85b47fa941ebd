namespace NeuralNet.Tests;

/// <summary>Tests that change or measure what belongs to the whole process run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ProcessWide
{
    public const string Name = "Process-wide";

    /// <summary>Sets the number of threads until it is disposed of.</summary>
    internal sealed class Threads : IDisposable
    {
        private readonly int before = Compute.DegreeOfParallelism;

        public Threads(int count) => Compute.DegreeOfParallelism = count;

        public void Dispose() => Compute.DegreeOfParallelism = before;
    }
}
