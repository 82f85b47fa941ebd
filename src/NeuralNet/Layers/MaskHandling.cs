namespace NeuralNet;

/// <summary>
/// What a layer does with the padding mask of its inputs: a 1 for each step that is data and a 0 for each that is padding, which
/// <see cref="Embedding"/> makes of token 0 if asked to.
/// </summary>
public enum MaskHandling
{
    /// <summary>The layer cannot tell padding from data; a mask that reaches it is an error when the layer is added.</summary>
    Refused,

    /// <summary>
    /// Steps stay where they are, so the mask holds for the output too. One of several inputs is enough for a step to be data.
    /// </summary>
    Passed,

    /// <summary>The layer leaves padding out (<see cref="Frame.Mask"/>), and its output needs no mask.</summary>
    Consumed,

    /// <summary>The layer writes a mask (<see cref="Frame.OutputMask"/>), of the output's shape without its last axis.</summary>
    Produced,
}
