using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The innermost product: a tile of C of TVectors registers × TColumns columns, held in registers over the whole depth.
/// </summary>
/// <remarks>
/// Each accumulator is a local of its own, named by its row of registers (a upper, b lower) and its column, since an array or a
/// struct of them would live in memory. TVectors and TColumns are constants to the compiler: accumulators that a smaller tile does not use
/// leave no code behind. The factors come by reference, to leave their registers to the sums. Every element is summed in the order of the
/// depth, whatever the tile: tiles of all sizes agree bit for bit.
/// </remarks>
internal static unsafe class TileKernel<T, TVector, TLanes, TVectors, TColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TVectors : struct, ITileSize
    where TColumns : struct, ITileSize
{
    /// <summary>Computes C ← alpha·A·B + beta·C; beta = 0 does not read C.</summary>
    /// <param name="depth">The number of products that are summed.</param>
    /// <param name="a">The rows of A: as many elements as the tile is high, side by side, every <paramref name="stepA"/> elements.</param>
    /// <param name="stepA">The distance from one column of A to the next.</param>
    /// <param name="b">The columns of B: TColumns elements side by side every <paramref name="stepB"/> elements.</param>
    /// <param name="stepB">The distance from one row of B to the next.</param>
    /// <param name="c">The tile, its columns <paramref name="stepC"/> elements apart.</param>
    /// <param name="stepC">The distance from one column of C to the next.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of what C holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, T* a, nint stepA, T* b, nint stepB, T* c, nint stepC, in T alpha, in T beta)
    {
        Prefetch(c, stepC);
        TVector a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        TVector a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        TVector b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;

        for (; depth > 0; depth--, a += stepA, b += stepB)
        {
            TVector upper = TLanes.Load(a);
            TVector lower = TVectors.Value > 1 ? TLanes.Load(a + TLanes.Count) : default;
            Accumulate(0, upper, lower, b, ref a0, ref b0);
            Accumulate(1, upper, lower, b, ref a1, ref b1);
            Accumulate(2, upper, lower, b, ref a2, ref b2);
            Accumulate(3, upper, lower, b, ref a3, ref b3);
            Accumulate(4, upper, lower, b, ref a4, ref b4);
            Accumulate(5, upper, lower, b, ref a5, ref b5);
            Accumulate(6, upper, lower, b, ref a6, ref b6);
            Accumulate(7, upper, lower, b, ref a7, ref b7);
            Accumulate(8, upper, lower, b, ref a8, ref b8);
            Accumulate(9, upper, lower, b, ref a9, ref b9);
            Accumulate(10, upper, lower, b, ref a10, ref b10);
            Accumulate(11, upper, lower, b, ref a11, ref b11);
        }

        Update(0, c, stepC, a0, b0, alpha, beta);
        Update(1, c, stepC, a1, b1, alpha, beta);
        Update(2, c, stepC, a2, b2, alpha, beta);
        Update(3, c, stepC, a3, b3, alpha, beta);
        Update(4, c, stepC, a4, b4, alpha, beta);
        Update(5, c, stepC, a5, b5, alpha, beta);
        Update(6, c, stepC, a6, b6, alpha, beta);
        Update(7, c, stepC, a7, b7, alpha, beta);
        Update(8, c, stepC, a8, b8, alpha, beta);
        Update(9, c, stepC, a9, b9, alpha, beta);
        Update(10, c, stepC, a10, b10, alpha, beta);
        Update(11, c, stepC, a11, b11, alpha, beta);
    }

    /// <summary>Prefetches the tile of C, so that it has arrived when the sums are complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* c, nint stepC)
    {
        if (!Sse.IsSupported)
            return;
        for (int column = 0; column < TColumns.Value; column++, c += stepC)
        {
            Sse.Prefetch0(c);
            if (TVectors.Value > 1)
                Sse.Prefetch0(c + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(int column, TVector upper, TVector lower, T* b, ref TVector upperSum, ref TVector lowerSum)
    {
        if (column >= TColumns.Value)
            return;
        TVector factor = TLanes.LoadBroadcast(b + column);
        upperSum = TLanes.MultiplyAdd(upper, factor, upperSum);
        if (TVectors.Value > 1)
            lowerSum = TLanes.MultiplyAdd(lower, factor, lowerSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(int column, T* c, nint stepC, TVector upper, TVector lower, in T alpha, in T beta)
    {
        if (column >= TColumns.Value)
            return;
        T* destination = c + (column * stepC);
        Update(destination, upper, alpha, beta);
        if (TVectors.Value > 1)
            Update(destination + TLanes.Count, lower, alpha, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(T* destination, TVector sum, in T alpha, in T beta)
    {
        TVector scaled = TLanes.Multiply(sum, TLanes.Broadcast(alpha));
        TLanes.Store(destination, beta == T.Zero
            ? scaled
            : TLanes.MultiplyAdd(TLanes.Load(destination), TLanes.Broadcast(beta), scaled));
    }
}
