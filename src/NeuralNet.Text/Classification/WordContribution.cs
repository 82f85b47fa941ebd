namespace NeuralNet.Text;

/// <summary>A word of a text and its contribution to the prediction of a class.</summary>
/// <param name="Start">The index of the first character of the word in the text.</param>
/// <param name="Word">The word; of a long text, a part of consecutive words.</param>
/// <param name="Contribution">
/// The logarithm of the odds of the class minus that of the text without the word; positive if the word speaks for the class.
/// </param>
public readonly record struct WordContribution(int Start, string Word, float Contribution);
