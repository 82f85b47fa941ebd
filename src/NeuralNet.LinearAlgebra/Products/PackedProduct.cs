using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The product for operands of any size, after Goto and van de Geijn: slices of both operands are packed into panels, and tiles of
/// C are computed from them in registers, in an order that keeps the panels in cache.
/// </summary>
/// <remarks>
/// Threads share the packing and then the tiles of C, never the depth. How the depth is sliced depends on its length alone, so
/// every element of C is summed in the same order whatever the number of threads.
/// </remarks>
internal static unsafe class PackedProduct<T, TVector, TLanes, TMaxColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TMaxColumns : struct, IConstant
{
    // A block of C: its packed operands stay within a few megabytes, the third-level cache.
    private const int BlockRows = 3072;
    private const int BlockColumns = 3072;

    // A column of A in a slice: a panel of B of this depth stays in the first-level cache.
    private static nint MaxDepth => 1536 / sizeof(T);

    public static void Run(in MatrixProduct<T> product, bool shared)
    {
        nint depth = EvenShare(product.Depth, MaxDepth, 1);
        nint rows = EvenShare(product.Rows, BlockRows, TileKernels<T, TVector, TLanes, TMaxColumns>.Rows);
        nint columns = EvenShare(product.Columns, BlockColumns, TileKernels<T, TVector, TLanes, TMaxColumns>.Columns);
        T* packedB = PackingBuffer.Rent<T>((rows + columns) * depth);
        T* packedA = packedB + (columns * depth);

        for (nint column = 0; column < product.Columns; column += columns)
        {
            for (nint row = 0; row < product.Rows; row += rows)
            {
                for (nint step = 0; step < product.Depth; step += depth)
                {
                    var block = new PackedBlock<T, TVector, TLanes, TMaxColumns>
                    {
                        A = product.A.From(row, step),
                        B = product.B.From(step, column),
                        C = product.C.From(row, column),
                        Rows = nint.Min(rows, product.Rows - row),
                        Columns = nint.Min(columns, product.Columns - column),
                        Depth = nint.Min(depth, product.Depth - step),
                        PackedA = packedA,
                        PackedB = packedB,
                        Alpha = product.Alpha,
                        Beta = step == 0 ? product.Beta : T.One,
                    };
                    block.Run(shared);
                }
            }
        }
    }

    /// <summary>Cuts a length into the fewest parts of at most <paramref name="max"/>, all alike, and rounds the part up to whole units.</summary>
    private static nint EvenShare(nint length, nint max, nint unit)
    {
        nint parts = (length + max - 1) / max;
        nint share = (length + parts - 1) / parts;
        return (share + unit - 1) / unit * unit;
    }
}
