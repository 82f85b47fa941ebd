using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The kernels over one kind of register: tiles one or two registers high and 1, 2, 4 … TMaxColumns columns wide, and tiles of
/// dot products of 1 to TMaxDotRows rows.
/// </summary>
internal readonly unsafe struct Tiles<T, TVector, TLanes, TMaxColumns, TMaxDotRows> : ITiles<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TMaxColumns : struct, ITileSize
    where TMaxDotRows : struct, ITileSize
{
    public static int Lanes => TLanes.Count;

    public static int Rows => 2 * TLanes.Count;

    public static int Columns => TMaxColumns.Value;

    public static int DotRows => TMaxDotRows.Value;

    public static delegate*<nint, T*, nint, T*, nint, nint, T*, void> Column => &ColumnKernel<T, TVector, TLanes>.Run;

    public static delegate*<nint, T*, nint, T*, T*, T*, void> PanelRow => &PanelRowKernel<T, TVector, TLanes>.Run;

    public static delegate*<nint, nint, T*, nint, T*, T*, T*, void> Narrow => &NarrowKernel<T, TVector, TLanes>.Run;

    public static nint RoundRows(nint rows) => rows > TLanes.Count ? Rows : TLanes.Count;

    public static nint RoundColumns(nint columns) => columns == 1 ? 1 : (columns + 1) & ~1;

    public static delegate*<nint, T*, nint, T*, nint, T*, nint, in T, in T, void> Find(nint rows, nint columns) =>
        rows > TLanes.Count ? Find<Size2>(columns) : Find<Size1>(columns);

    public static delegate*<nint, nint, nint*, T*, T**, T*, nint, void> FindPatch(nint rows, nint columns) =>
        rows > TLanes.Count ? FindPatch<Size2>(columns) : FindPatch<Size1>(columns);

    public static delegate*<nint, T*, nint, T*, nint, nint, T*, void> FindDot(nint rows) => rows switch
    {
        1 => &DotKernel<T, TVector, TLanes, Size1>.Run,
        2 => &DotKernel<T, TVector, TLanes, Size2>.Run,
        3 => &DotKernel<T, TVector, TLanes, Size3>.Run,
        4 => &DotKernel<T, TVector, TLanes, Size4>.Run,
        _ => &DotKernel<T, TVector, TLanes, Size5>.Run,
    };

    public static delegate*<nint, T*, T*, nint, T*, nint, T*, nint, void> FindPanel(nint rows) => rows switch
    {
        1 => &PanelKernel<T, TVector, TLanes, Size1>.Run,
        2 => &PanelKernel<T, TVector, TLanes, Size2>.Run,
        3 => &PanelKernel<T, TVector, TLanes, Size3>.Run,
        4 => &PanelKernel<T, TVector, TLanes, Size4>.Run,
        5 => &PanelKernel<T, TVector, TLanes, Size5>.Run,
        _ => &PanelKernel<T, TVector, TLanes, Size6>.Run,
    };

    private static delegate*<nint, T*, nint, T*, nint, T*, nint, in T, in T, void> Find<TVectors>(nint columns)
        where TVectors : struct, ITileSize => columns switch
        {
            1 => &TileKernel<T, TVector, TLanes, TVectors, Size1>.Run,
            2 => &TileKernel<T, TVector, TLanes, TVectors, Size2>.Run,
            4 => &TileKernel<T, TVector, TLanes, TVectors, Size4>.Run,
            6 => &TileKernel<T, TVector, TLanes, TVectors, Size6>.Run,
            8 => &TileKernel<T, TVector, TLanes, TVectors, Size8>.Run,
            10 => &TileKernel<T, TVector, TLanes, TVectors, Size10>.Run,
            _ => &TileKernel<T, TVector, TLanes, TVectors, Size12>.Run,
        };

    private static delegate*<nint, nint, nint*, T*, T**, T*, nint, void> FindPatch<TVectors>(nint columns)
        where TVectors : struct, ITileSize => columns switch
        {
            1 => &PatchKernel<T, TVector, TLanes, TVectors, Size1>.Run,
            2 => &PatchKernel<T, TVector, TLanes, TVectors, Size2>.Run,
            4 => &PatchKernel<T, TVector, TLanes, TVectors, Size4>.Run,
            6 => &PatchKernel<T, TVector, TLanes, TVectors, Size6>.Run,
            8 => &PatchKernel<T, TVector, TLanes, TVectors, Size8>.Run,
            10 => &PatchKernel<T, TVector, TLanes, TVectors, Size10>.Run,
            _ => &PatchKernel<T, TVector, TLanes, TVectors, Size12>.Run,
        };
}
