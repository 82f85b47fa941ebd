namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests that change or measure what the whole process shares, and so run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
