namespace NeuralNet;

/// <summary>The limits between the ways in which predictions compute dense layers.</summary>
/// <remarks>Results do not depend on them, except on those of narrow layers, which depend on the layers alone.</remarks>
internal static class DenseCost
{
    /// <summary>The maximum number of values of a kernel of narrow layers, whose rows fill registers.</summary>
    public const int MaxNarrowKernel = 512;

    /// <summary>The maximum number of inputs and of units of narrow layers.</summary>
    public const int MaxNarrowWidth = 64;

    /// <summary>The number of rows of a block of narrow layers: its values stay in a first-level cache.</summary>
    public const int NarrowBlockRows = 128;

    /// <summary>
    /// The number of rows for each thread from which threads share the rows; below, they share the kernels, which each then reads once.
    /// </summary>
    public const int MinBlockRows = 48;

    /// <summary>The maximum number of rows of a block.</summary>
    public const int MaxBlockRows = 240;

    /// <summary>The number of multiplications from which threads share blocks of rows: a few microseconds of one core.</summary>
    public const long MinSharedWork = 10_000;
}
