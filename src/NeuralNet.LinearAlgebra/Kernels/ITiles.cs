namespace NeuralNet.LinearAlgebra;

/// <summary>The kernels of one register width, by size of the tile of C that they compute in registers.</summary>
internal unsafe interface ITiles<T>
    where T : unmanaged
{
    /// <summary>The number of elements of a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>The number of rows of the full tile: two registers.</summary>
    static abstract int Rows { get; }

    /// <summary>The number of columns of the full tile.</summary>
    static abstract int Columns { get; }

    /// <summary>The number of rows of a full tile of dot products.</summary>
    static abstract int DotRows { get; }

    /// <summary>Returns the number of rows of the smallest tile that covers <paramref name="rows"/> rows.</summary>
    static abstract nint RoundRows(nint rows);

    /// <summary>Returns the number of columns of the smallest tile that covers <paramref name="columns"/> columns.</summary>
    static abstract nint RoundColumns(nint columns);

    /// <summary>Returns the <see cref="TileKernel{T, TVector, TLanes, TVectors, TColumns}"/> of a rounded size.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, T*, nint, in T, in T, void> Find(nint rows, nint columns);

    /// <summary>Returns the <see cref="PatchKernel{T, TVector, TLanes, TVectors, TColumns}"/> of a rounded size.</summary>
    static abstract delegate*<nint, nint, nint*, T*, T**, T*, nint, void> FindPatch(nint rows, nint columns);

    /// <summary>Returns the <see cref="DotKernel{T, TVector, TLanes, TRows}"/> for 1 to DotRows rows.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, nint, T*, void> FindDot(nint rows);

    /// <summary>The <see cref="ColumnKernel{T, TVector, TLanes}"/>.</summary>
    static abstract delegate*<nint, T*, nint, T*, nint, nint, T*, void> Column { get; }

    /// <summary>
    /// Returns the <see cref="PanelKernel{T, TVector, TLanes, TRows}"/> for 1 to 6 rows: 12 accumulators, which 16 registers hold.
    /// </summary>
    static abstract delegate*<nint, T*, T*, nint, T*, nint, T*, nint, void> FindPanel(nint rows);

    /// <summary>The <see cref="NarrowKernel{T, TVector, TLanes}"/>.</summary>
    static abstract delegate*<nint, nint, T*, nint, T*, T*, T*, void> Narrow { get; }

    /// <summary>The <see cref="PanelRowKernel{T, TVector, TLanes}"/>.</summary>
    static abstract delegate*<nint, T*, nint, T*, T*, T*, void> PanelRow { get; }
}
