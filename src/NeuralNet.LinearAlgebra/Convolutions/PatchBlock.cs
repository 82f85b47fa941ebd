namespace NeuralNet.LinearAlgebra;

/// <summary>The patches of a block of windows: the address of each window, and the offsets of the runs from there.</summary>
internal readonly unsafe struct PatchBlock(WindowBlock windows, float** rows, nint* offsets, nint windowStride)
{
    /// <summary>The windows.</summary>
    public readonly WindowBlock Windows = windows;

    /// <summary>The offset of each run from the address of its window.</summary>
    public readonly nint* Offsets = offsets;

    /// <summary>The distance from a window to the next in the same row.</summary>
    public readonly nint WindowStride = windowStride;

    private readonly float** rows = rows;

    /// <summary>Returns the address of a window.</summary>
    public float* this[int row, int column] => rows[row] + (column * WindowStride);
}
