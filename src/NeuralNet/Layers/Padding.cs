namespace NeuralNet;

/// <summary>The cells outside the input that windows with strides, such as kernels and pools, may cover.</summary>
public enum Padding
{
    /// <summary>
    /// No padding: all windows lie within the input, and the output has ⌊(n − w)/s⌋ + 1 cells for n cells, a window of w and stride s.
    /// </summary>
    Valid,

    /// <summary>
    /// Padding to ⌈n/s⌉ cells of output. Both ends are padded equally; if the number of padded cells is odd, the end has one more than the
    /// start.
    /// </summary>
    Same,

    /// <summary>Padding before the start only, so that no output depends on later steps. Convolutions of sequences only.</summary>
    Causal,
}
