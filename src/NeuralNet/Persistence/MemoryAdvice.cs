namespace NeuralNet;

/// <summary>The expected use of mapped memory, by the numbers that Linux, macOS and BSD have in common.</summary>
internal enum MemoryAdvice
{
    /// <summary>The system reads ahead, which serves reads in order and the warming of a file that fits in memory.</summary>
    Normal = 0,

    /// <summary>The system reads only the pages that are accessed.</summary>
    Random = 1,

    /// <summary>The system begins to read the pages in the background.</summary>
    WillNeed = 3,
}
