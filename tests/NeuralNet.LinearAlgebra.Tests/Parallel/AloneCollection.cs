namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>The collection of tests that change or measure state of the whole process and therefore run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
