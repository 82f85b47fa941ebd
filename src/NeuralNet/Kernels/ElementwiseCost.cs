namespace NeuralNet;

/// <summary>
/// The lengths of the blocks of element-wise passes, and the lengths from which threads share the blocks. The costs of products are the
/// business of the linear algebra.
/// </summary>
/// <remarks>Lengths are numbers of float32 elements. None depends on the number of threads, so that results do not either.</remarks>
internal static class ElementwiseCost
{
    /// <summary>
    /// The length of a block of an activation: 16 KB each of values and outputs stay in a first-level cache. Not measured.
    /// </summary>
    public const int ActivationBlock = 4096;

    /// <summary>
    /// The length from which threads share an activation: a few microseconds of an exponential. Not measured with more than two threads.
    /// </summary>
    public const int MinSharedActivation = 4 * ActivationBlock;

    /// <summary>
    /// The length of a chunk of an update: values, gradients and two slots of 8 KB each stay in a first-level cache. Not measured.
    /// </summary>
    public const int UpdateChunk = 2048;

    /// <summary>
    /// The length from which threads share an update: Adam takes more than a microsecond, several times the hand-over. Not measured with
    /// more than two threads.
    /// </summary>
    public const int MinSharedUpdate = 4 * UpdateChunk;

    /// <summary>
    /// The length from which threads share the copy of a batch: 64 KB, some microseconds if the rows are not in a cache. Not measured.
    /// </summary>
    public const int MinSharedCopy = 16384;

    /// <summary>The length of a part of a pass over images: 64 KB stay in a second-level cache. Not measured.</summary>
    public const int ImagePart = 16384;

    /// <summary>The number of parts from which threads share a pass over images. Not measured.</summary>
    public const int MinSharedImageParts = 2;

    /// <summary>The length of a row up to which a loop is used in place of a call that copies memory. Not measured.</summary>
    public const int MaxCopyLoop = 8;

    /// <summary>The length that short rows are joined to: at least 16 vectors, and 1 KB of the stack. Not measured.</summary>
    public const int JoinedRow = 256;

    /// <summary>The number of columns of which statistics are computed at a time: 2 KB of the stack. Not measured.</summary>
    public const int StatisticsColumns = 512;
}
