namespace NeuralNet;

/// <summary>All of a model that a file holds.</summary>
internal sealed record SavedModel
{
    public required LayerGraph Graph { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether the graph is a chain that was made as a Sequential.</summary>
    public required bool IsSequential { get; init; }

    public required int Seed { get; init; }

    /// <summary>What it is trained with; null if it is not compiled.</summary>
    public CompileSettings? Settings { get; init; }

    /// <summary>What the optimizer remembers; null if the model is not compiled.</summary>
    public OptimizerState? OptimizerState { get; init; }

    public IReadOnlyList<string>? Labels { get; init; }

    public IReadOnlyList<string>? FeatureNames { get; init; }
}
