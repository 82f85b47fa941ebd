using System.Diagnostics.CodeAnalysis;

namespace NeuralNet.Text;

/// <summary>The values that a text becomes (Keras: layers/preprocessing/text_vectorization.py).</summary>
public enum TextOutputMode
{
    /// <summary>The index of each token in the vocabulary: 0 for padding, 1 for an unknown token. The default.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The mode has Keras's name.")]
    Int,

    /// <summary>For each token of the vocabulary 1 if the text has it, otherwise 0; unknown tokens are the first element.</summary>
    MultiHot,

    /// <summary>For each token of the vocabulary the number of its occurrences; unknown tokens are the first element.</summary>
    Count,

    /// <summary>
    /// For each token of the vocabulary the number of its occurrences times its inverse document frequency,
    /// ln(1 + documents/(1 + documents with the token)); unknown tokens are the first element, with the mean of the other frequencies.
    /// </summary>
    TfIdf,
}
