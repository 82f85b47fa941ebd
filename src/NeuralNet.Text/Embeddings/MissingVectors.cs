namespace NeuralNet.Text;

/// <summary>The vectors of words that a file of word vectors lacks.</summary>
public enum MissingVectors
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The mean of the vectors of the words that have one.</summary>
    Mean,

    /// <summary>Random numbers from −0.05 to 0.05, the default of <see cref="Embedding"/>, which a seed determines.</summary>
    Random,
}
