namespace NeuralNet;

/// <summary>
/// A stack that layers are added to: a <see cref="Sequential"/> returns itself, a symbolic <see cref="Node"/> returns a new node. The
/// fluent method of each layer is written once against this interface and serves both.
/// </summary>
public interface ILayerStack<TSelf>
    where TSelf : ILayerStack<TSelf>
{
    /// <summary>Adds a layer on top. The layer is built at once, so that a mistake is reported by the line that made it.</summary>
    /// <exception cref="ArgumentException">The layer cannot take the output of the layer below; the message says why.</exception>
    TSelf Add(Layer layer);
}
