namespace NeuralNet.Text;

/// <summary>The standardization of a text before it is split (Keras: layers/preprocessing/text_vectorization.py).</summary>
public enum TextStandardization
{
    /// <summary>The text as it is.</summary>
    None,

    /// <summary>Lower case.</summary>
    Lower,

    /// <summary>Punctuation is removed, and what stood on both sides of it is joined: <c>don't</c> becomes <c>dont</c>.</summary>
    StripPunctuation,

    /// <summary>Lower case, and punctuation is removed. The default.</summary>
    LowerAndStripPunctuation,
}
