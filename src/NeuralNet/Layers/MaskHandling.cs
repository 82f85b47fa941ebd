namespace NeuralNet;

/// <summary>
/// The treatment of the padding mask of a layer's inputs: 1 for each step that is data and 0 for each step that is padding, which an
/// <see cref="Embedding"/> with <c>maskZero</c> makes of token 0.
/// </summary>
public enum MaskHandling
{
    /// <summary>The layer cannot tell padding from data; a mask that reaches it is an error when the layer is added.</summary>
    Refused,

    /// <summary>
    /// The layer does not move steps, so the mask holds for the output too. Of several inputs, one in which a step is data is enough.
    /// </summary>
    Passed,

    /// <summary>The layer leaves padding out (<see cref="Frame.Mask"/>), and the output needs no mask.</summary>
    Consumed,

    /// <summary>The layer writes a mask (<see cref="Frame.OutputMask"/>), of the output's shape without its last axis.</summary>
    Produced,
}
