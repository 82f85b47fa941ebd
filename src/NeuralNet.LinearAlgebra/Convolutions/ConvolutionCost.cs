namespace NeuralNet.LinearAlgebra;

/// <summary>The sizes of the blocks of convolutions.</summary>
/// <remarks>
/// Blocks of windows may depend on the number of threads, since the value of an output does not depend on its block. Slices of sums depend
/// on the shape alone. "Not measured" marks a number that was chosen by reasoning.
/// </remarks>
internal static class ConvolutionCost
{
    /// <summary>The maximum number of rows of windows of a block, whose addresses lie on the stack.</summary>
    public const int MaxBlockRows = 512;

    /// <summary>The maximum number of taps of a kernel whose offsets lie on the stack.</summary>
    public const int MaxRuns = 1024;

    /// <summary>The number of windows of a block, if the copies of its lines stay in the cache. Not measured.</summary>
    public const int BlockWindows = 256;

    /// <summary>The minimum number of windows of a block: several tiles, so that the padding is copied for several windows.</summary>
    public const int MinBlockWindows = 48;

    /// <summary>The number of input elements that the windows of a block cover: 128 KB, a part of a second-level cache.</summary>
    public const int BlockElements = 1 << 15;

    /// <summary>The number of packed elements of a kernel that are multiplied at a time: 256 KB, half of a second-level cache.</summary>
    public const int CachedKernel = 1 << 16;

    /// <summary>The number of parts per thread, so that a thread that is interrupted loses a fraction.</summary>
    public const int PartsPerThread = 4;

    /// <summary>
    /// The number of windows whose products are summed at a time in the gradient of a kernel: a panel of 16 elements has 24 KB and stays in
    /// a first-level cache.
    /// </summary>
    public const int SummedWindows = 256;

    /// <summary>The maximum number of slices of windows whose sums are added at the end.</summary>
    public const int MaxSlices = 16;

    /// <summary>The maximum number of elements of the sums of all slices: 8 MB.</summary>
    public const int MaxSliceElements = 1 << 21;

    /// <summary>The minimum number of blocks of a slice, so that storing its sums takes a fraction of the time.</summary>
    public const int MinSliceBlocks = 4;

    /// <summary>Returns the number of windows of a block for threads that share a number of windows.</summary>
    public static int WindowsOf(PatchGrid grid, int threads)
    {
        int perWindow = grid.Channels * grid.Height.Stride * grid.Width.Stride;
        long all = (long)grid.Rows * grid.Width.Output;
        long share = Math.Clamp(all / (threads * PartsPerThread), MinBlockWindows, BlockWindows);
        return (int)Math.Clamp(BlockElements / perWindow, MinBlockWindows / 2, share);
    }

    /// <summary>Returns the number of slices of the windows in the gradient of a kernel of a length.</summary>
    public static int SlicesOf(WindowBlocks blocks, int kernelLength) =>
        Math.Clamp(Math.Min(MaxSliceElements / kernelLength, blocks.Count / MinSliceBlocks), 1, MaxSlices);
}
