namespace NeuralNet;

/// <summary>The lengths at which passes over vectors are cut into blocks and from which threads share the blocks.</summary>
internal static class ElementwiseCost
{
    public const int ActivationBlock = 4096;
    public const int MinSharedActivation = 4 * ActivationBlock;
    public const int UpdateChunk = 2048;
    public const int MinSharedUpdate = 4 * UpdateChunk;
    public const int MinSharedCopy = 16384;
    public const int JoinedRow = 256;
    public const int StatisticsColumns = 512;
    public const int MaxCopyLoop = 8;
}
