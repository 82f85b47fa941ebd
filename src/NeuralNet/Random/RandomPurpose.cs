namespace NeuralNet;

/// <summary>
/// The purpose of a random stream. Streams of different purposes are independent, so that drawing from one does not change another.
/// </summary>
internal enum RandomPurpose
{
    General = 0,
    Weights = 1,
    Shuffle = 2,
    Layer = 3,

    /// <summary>Tensors of a layer, by the index of each element.</summary>
    LayerTensor = 4,

    /// <summary>One row of a layer's batch.</summary>
    LayerRow = 5,
}
