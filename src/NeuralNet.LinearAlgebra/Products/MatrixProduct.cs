namespace NeuralNet.LinearAlgebra;

/// <summary>One product to do: C ← alpha·A·B + beta·C with A of Rows×Depth, B of Depth×Columns; transpositions are in the strides.</summary>
internal readonly struct MatrixProduct<T>
    where T : unmanaged
{
    public required MatrixView<T> A { get; init; }

    public required MatrixView<T> B { get; init; }

    public required MatrixView<T> C { get; init; }

    public required nint Rows { get; init; }

    public required nint Columns { get; init; }

    public required nint Depth { get; init; }

    public required T Alpha { get; init; }

    public required T Beta { get; init; }

    /// <summary>The same product read as Cᵀ ← alpha·Bᵀ·Aᵀ + beta·Cᵀ.</summary>
    public MatrixProduct<T> Transposed => new()
    {
        A = B.Transposed,
        B = A.Transposed,
        C = C.Transposed,
        Rows = Columns,
        Columns = Rows,
        Depth = Depth,
        Alpha = Alpha,
        Beta = Beta,
    };
}
