namespace NeuralNet.Text;

/// <summary>The settings that determine the tokens of a text.</summary>
/// <param name="Standardize">The standardization.</param>
/// <param name="Split">The division into words or characters.</param>
/// <param name="Ngrams">The sizes of the n-grams, in their order; 1 for the words themselves.</param>
/// <param name="Unicode">Whether letters, punctuation and white space beyond ASCII are known.</param>
internal sealed record TokenSettings(TextStandardization Standardize, TextSplit Split, int[] Ngrams, bool Unicode)
{
    public int MaxNgram { get; } = Ngrams.Max();
}
