namespace NeuralNet.Text;

/// <summary>The division of a text into tokens (Keras: layers/preprocessing/text_vectorization.py).</summary>
public enum TextSplit
{
    /// <summary>The whole text is one token.</summary>
    None,

    /// <summary>The parts between white space, of which none is empty. The default.</summary>
    Whitespace,

    /// <summary>
    /// The characters (code points of Unicode), white space included: for languages without spaces between words, such as Chinese,
    /// Japanese and Thai.
    /// </summary>
    Character,
}
