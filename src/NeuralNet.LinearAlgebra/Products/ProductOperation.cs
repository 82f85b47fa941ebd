using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>A product: C ← alpha·A·B + beta·C with A of Rows×Depth, B of Depth×Columns; transpositions are in the strides.</summary>
internal readonly struct ProductOperation<T>
    where T : unmanaged, INumberBase<T>
{
    public required MatrixView<T> A { get; init; }

    public required MatrixView<T> B { get; init; }

    public required MatrixView<T> C { get; init; }

    public required nint Rows { get; init; }

    public required nint Columns { get; init; }

    public required nint Depth { get; init; }

    public required T Alpha { get; init; }

    public required T Beta { get; init; }

    /// <summary>The number of multiplications.</summary>
    public long Work => (long)Rows * Columns * Depth;

    /// <summary>The equivalent product Cᵀ ← alpha·Bᵀ·Aᵀ + beta·Cᵀ.</summary>
    public ProductOperation<T> Transposed => new()
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

    /// <summary>Returns the same product with its operands moved in memory by numbers of elements.</summary>
    public ProductOperation<T> Moved(nint a, nint b, nint c) => this with { A = A.Moved(a), B = B.Moved(b), C = C.Moved(c) };

    /// <summary>Returns the part of the product that multiplies one slice of the depth for one block of C.</summary>
    public ProductOperation<T> Block(nint row, nint rows, nint column, nint columns, nint step, nint depth) => new()
    {
        A = A.From(row, step),
        B = B.From(step, column),
        C = C.From(row, column),
        Rows = nint.Min(rows, Rows - row),
        Columns = nint.Min(columns, Columns - column),
        Depth = nint.Min(depth, Depth - step),
        Alpha = Alpha,
        Beta = step == 0 ? Beta : T.One,
    };

    /// <summary>Adds a computed tile, its columns <paramref name="stride"/> elements apart and alpha applied, to beta·C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Merge(T* tile, nint stride, nint row, nint rows, nint column, nint columns)
    {
        T* c = C.At(row, column);
        if (Beta == T.Zero)
        {
            if (C.RowStride == 1)
                PanelPacker<T>.Copy(new MatrixView<T>(tile, 1, stride), rows, columns, c, C.ColumnStride);
            else
                PanelPacker<T>.Copy(new MatrixView<T>(tile, stride, 1), columns, rows, c, C.RowStride);
            return;
        }

        for (nint j = 0; j < columns; j++)
        {
            for (nint i = 0; i < rows; i++)
            {
                T* destination = c + (i * C.RowStride) + (j * C.ColumnStride);
                *destination = T.MultiplyAddEstimate(*destination, Beta, tile[i + (j * stride)]);
            }
        }
    }
}
