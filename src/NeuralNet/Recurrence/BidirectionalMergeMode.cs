namespace NeuralNet;

/// <summary>The operation by which <see cref="Bidirectional"/> merges the outputs of both directions.</summary>
public enum BidirectionalMergeMode
{
    /// <summary>Both outputs side by side, that of the forward direction first.</summary>
    Concat,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The product of the elements.</summary>
    Mul,

    /// <summary>The mean.</summary>
    Ave,
}
