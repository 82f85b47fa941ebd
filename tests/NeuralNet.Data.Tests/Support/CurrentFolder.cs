namespace NeuralNet.Data.Tests;

/// <summary>The collection of the tests that change the current folder of the process, which run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CurrentFolder
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "current folder";
}
