using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>The tile kernels of one register width by size: one or two registers high, 1, 2, 4 … TMaxColumns columns wide.</summary>
internal static unsafe class TileKernels<T, TVector, TLanes, TMaxColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TMaxColumns : struct, IConstant
{
    /// <summary>Rows of the full tile.</summary>
    public static int Rows => 2 * TLanes.Count;

    /// <summary>Columns of the full tile.</summary>
    public static int Columns => TMaxColumns.Value;

    /// <summary>Rows of the smallest tile that covers <paramref name="rows"/> rows.</summary>
    public static nint RoundRows(nint rows) => rows > TLanes.Count ? Rows : TLanes.Count;

    /// <summary>Columns of the smallest tile that covers <paramref name="columns"/> columns.</summary>
    public static nint RoundColumns(nint columns) => columns == 1 ? 1 : (columns + 1) & ~1;

    /// <summary>The kernel of a tile; the sizes are those that rounding gives.</summary>
    public static delegate*<nint, T*, nint, T*, T*, nint, T, T, void> Find(nint rows, nint columns) =>
        rows > TLanes.Count ? Find<Constant2>(columns) : Find<Constant1>(columns);

    private static delegate*<nint, T*, nint, T*, T*, nint, T, T, void> Find<TVectors>(nint columns)
        where TVectors : struct, IConstant => columns switch
        {
            1 => &TileKernel<T, TVector, TLanes, TVectors, Constant1>.Run,
            2 => &TileKernel<T, TVector, TLanes, TVectors, Constant2>.Run,
            4 => &TileKernel<T, TVector, TLanes, TVectors, Constant4>.Run,
            6 => &TileKernel<T, TVector, TLanes, TVectors, Constant6>.Run,
            8 => &TileKernel<T, TVector, TLanes, TVectors, Constant8>.Run,
            10 => &TileKernel<T, TVector, TLanes, TVectors, Constant10>.Run,
            _ => &TileKernel<T, TVector, TLanes, TVectors, Constant12>.Run,
        };
}
