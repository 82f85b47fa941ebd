namespace NeuralNet.Text;

/// <summary>The texts of a pair that are shortened if the pair has too many tokens.</summary>
internal enum TruncationStrategy
{
    /// <summary>The longer text, then both.</summary>
    LongestFirst,

    /// <summary>The first text.</summary>
    OnlyFirst,

    /// <summary>The second text.</summary>
    OnlySecond,
}
