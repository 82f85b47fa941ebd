namespace NeuralNet;

/// <summary>What a random stream is for. Streams of different purposes never meet, so drawing more of one changes no other.</summary>
internal enum RandomPurpose
{
    General = 0,
    Weights = 1,
    Shuffle = 2,
    Layer = 3,

    /// <summary>Whole tensors of a layer, by the place of each element.</summary>
    LayerTensor = 4,

    /// <summary>One row of a layer's batch.</summary>
    LayerRow = 5,
}
