namespace NeuralNet.Text;

/// <summary>The place of a match among the words into which it splits a text.</summary>
internal enum SplitBehavior
{
    /// <summary>The match is dropped.</summary>
    Removed,

    /// <summary>The match is a word.</summary>
    Isolated,

    /// <summary>The match belongs to the word before it.</summary>
    MergedWithPrevious,

    /// <summary>The match belongs to the word behind it.</summary>
    MergedWithNext,

    /// <summary>Matches next to each other are one word.</summary>
    Contiguous,
}
