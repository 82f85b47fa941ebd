namespace NeuralNet;

/// <summary>The directions in which a <see cref="RandomFlip"/> flips images.</summary>
public enum FlipMode
{
    /// <summary>Left and right, and top and bottom, are exchanged, each with probability ½.</summary>
    HorizontalAndVertical,

    /// <summary>Left and right are exchanged.</summary>
    Horizontal,

    /// <summary>Top and bottom are exchanged.</summary>
    Vertical,
}
