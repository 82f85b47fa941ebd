namespace NeuralNet.Tests;

/// <summary>The collection of tests that change or measure state of the whole process and therefore run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ProcessWide
{
    public const string Name = "Process-wide";

    /// <summary>Sets the number of threads until this object is disposed.</summary>
    internal sealed class Threads : IDisposable
    {
        private readonly int before = Compute.DegreeOfParallelism;

        public Threads(int count) => Compute.DegreeOfParallelism = count;

        public void Dispose() => Compute.DegreeOfParallelism = before;
    }
}
