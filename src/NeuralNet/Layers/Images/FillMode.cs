namespace NeuralNet;

/// <summary>The values outside an image that a transformation moves into it.</summary>
public enum FillMode
{
    /// <summary>The image is mirrored at its edges: d c b a | a b c d | d c b a.</summary>
    Reflect,

    /// <summary>The image is repeated: a b c d | a b c d | a b c d.</summary>
    Wrap,

    /// <summary>A constant: k k k k | a b c d | k k k k.</summary>
    Constant,

    /// <summary>The nearest pixel of the image: a a a a | a b c d | d d d d.</summary>
    Nearest,
}
