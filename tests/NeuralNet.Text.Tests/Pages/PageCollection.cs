namespace NeuralNet.Text.Tests;

/// <summary>The tests that change the current folder, which run one after the other.</summary>
[CollectionDefinition(nameof(PageCollection), DisableParallelization = true)]
public sealed class PageCollection;
