using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>A product with packed panels: C ← start + A·B, with A of Rows×Depth and B of Depth×Columns.</summary>
internal readonly unsafe struct PanelOperation<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The panels of B, each with all steps of the depth; the last one is filled up with zeros.</summary>
    public required T* Panels { get; init; }

    /// <summary>The values that the sums of each column begin with, as many as the panels have columns.</summary>
    public required T* Start { get; init; }

    public required T* A { get; init; }

    public required T* C { get; init; }

    /// <summary>The distance from one column of C by rows to the next row, in elements.</summary>
    public required nint StrideC { get; init; }

    public required nint Rows { get; init; }

    public required nint Columns { get; init; }

    public required nint Depth { get; init; }
}
