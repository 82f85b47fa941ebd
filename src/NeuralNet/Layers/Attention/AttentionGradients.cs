namespace NeuralNet;

/// <summary>The tensors that the backward pass of an attention reads and writes.</summary>
internal readonly struct AttentionGradients
{
    /// <summary>The gradient of the output.</summary>
    public required Tensor Output { get; init; }

    /// <summary>The gradient of the probabilities; null if nothing reads them.</summary>
    public Tensor? Probabilities { get; init; }

    /// <summary>The gradients that are written; null for one that is not needed.</summary>
    public Tensor? Query { get; init; }

    /// <inheritdoc cref="Query"/>
    public Tensor? Key { get; init; }

    /// <inheritdoc cref="Query"/>
    public Tensor? Value { get; init; }

    /// <summary>Gets a value indicating whether the scores have parameters whose gradients are needed.</summary>
    public bool HasParameters { get; init; }
}
