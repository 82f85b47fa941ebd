namespace NeuralNet;

/// <summary>
/// An input of a layer of several inputs: a symbolic node. The fluent method of each merging layer is written against this interface.
/// </summary>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Passes this input and the others, in this order, to a layer.</summary>
    /// <exception cref="ArgumentException">The layer cannot take these inputs; the message says why.</exception>
    TSelf Merge(Layer layer, params ReadOnlySpan<TSelf> others);
}
