namespace NeuralNet;

/// <summary>The content of a model file.</summary>
internal sealed record SavedModel
{
    public required LayerGraph Graph { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether the graph is a chain that was made as a Sequential.</summary>
    public required bool IsSequential { get; init; }

    public required int Seed { get; init; }

    /// <summary>The settings of Compile; null if the model is not compiled.</summary>
    public CompileSettings? Settings { get; init; }

    /// <summary>The state of the optimizer; null if the model is not compiled.</summary>
    public OptimizerState? OptimizerState { get; init; }

    public IReadOnlyList<string>? Labels { get; init; }

    public IReadOnlyList<string>? FeatureNames { get; init; }

    public IReadOnlyList<InputEncoder> Encoders { get; init; } = [];
}
