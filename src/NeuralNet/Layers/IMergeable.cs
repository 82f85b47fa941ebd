namespace NeuralNet;

/// <summary>What a layer of several inputs can join: symbolic nodes. Each merging layer's fluent method is written against it.</summary>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Feeds this and the others, in this order, to a layer of several inputs.</summary>
    /// <exception cref="ArgumentException">The layer cannot take these inputs; the message says why.</exception>
    TSelf Merge(Layer layer, params ReadOnlySpan<TSelf> others);
}
