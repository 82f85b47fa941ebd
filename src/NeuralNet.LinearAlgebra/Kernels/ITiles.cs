namespace NeuralNet.LinearAlgebra;

/// <summary>The kernels of one register width, by size of the tile of C that they compute in registers.</summary>
internal unsafe interface ITiles<T>
    where T : unmanaged
{
    /// <summary>How many numbers a register holds.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows of the full tile: two registers.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the full tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Rows of a full tile of dot products.</summary>
    static abstract int DotRows { get; }

    /// <summary>Rows of the smallest tile that covers <paramref name="rows"/> rows.</summary>
    static abstract nint RoundRows(nint rows);

    /// <summary>Columns of the smallest tile that covers <paramref name="columns"/> columns.</summary>
    static abstract nint RoundColumns(nint columns);

    /// <summary>The <see cref="TileKernel{T, TVector, TLanes, TVectors, TColumns}"/> of a size that rounding gave.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, T*, nint, in T, in T, void> Find(nint rows, nint columns);

    /// <summary>The <see cref="DotKernel{T, TVector, TLanes, TRows}"/> for 1 to DotRows rows.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, nint, T*, void> FindDot(nint rows);

    /// <summary>The <see cref="ColumnKernel{T, TVector, TLanes}"/>.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, nint, T*, void> Column { get; }
}
