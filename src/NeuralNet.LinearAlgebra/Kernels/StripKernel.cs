using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Computes one register of rows by 4 or 8 columns of C, with B read in place: the kernel of small products.</summary>
internal static unsafe class StripKernel<T, TVector, TLanes, TColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TColumns : struct, ITileSize
{
    /// <summary>
    /// Computes C ← alpha·A·B + beta·C for some rows and columns; columns that do not exist are computed but not written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ProductOperation<T> product, T* a, nint stepA, nint row, nint rows, nint column)
    {
        // Columns that do not exist repeat the last that does: computing it again is cheaper than a test at every step.
        nint last = nint.Min(TColumns.Value, product.Columns - column) - 1;
        nint stride = product.B.ColumnStride;
        nint stepB = product.B.RowStride;
        T* b0 = product.B.At(0, column);
        T* b1 = b0 + (nint.Min(1, last) * stride);
        T* b2 = b0 + (nint.Min(2, last) * stride);
        T* b3 = b0 + (nint.Min(3, last) * stride);
        T* b4 = b0 + (nint.Min(4, last) * stride);
        T* b5 = b0 + (nint.Min(5, last) * stride);
        T* b6 = b0 + (nint.Min(6, last) * stride);
        T* b7 = b0 + (nint.Min(7, last) * stride);
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        nint at = 0;
        for (nint p = product.Depth; p > 0; p--, a += stepA, at += stepB)
        {
            TVector factors = TLanes.Load(a);
            c0 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b0 + at), c0);
            c1 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b1 + at), c1);
            c2 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b2 + at), c2);
            c3 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b3 + at), c3);
            if (TColumns.Value == 4)
                continue;
            c4 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b4 + at), c4);
            c5 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b5 + at), c5);
            c6 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b6 + at), c6);
            c7 = TLanes.MultiplyAdd(factors, TLanes.LoadBroadcast(b7 + at), c7);
        }

        T* c = product.C.At(row, column);
        nint stepC = product.C.ColumnStride;
        TVector alpha = TLanes.Broadcast(product.Alpha);
        T beta = product.Beta;
        Update(0, last, c, stepC, c0, rows, alpha, beta);
        Update(1, last, c, stepC, c1, rows, alpha, beta);
        Update(2, last, c, stepC, c2, rows, alpha, beta);
        Update(3, last, c, stepC, c3, rows, alpha, beta);
        if (TColumns.Value == 4)
            return;
        Update(4, last, c, stepC, c4, rows, alpha, beta);
        Update(5, last, c, stepC, c5, rows, alpha, beta);
        Update(6, last, c, stepC, c6, rows, alpha, beta);
        Update(7, last, c, stepC, c7, rows, alpha, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update(int index, nint last, T* c, nint stepC, TVector sum, nint rows, TVector alpha, T beta)
    {
        if (index > last)
            return;
        T* destination = c + (index * stepC);
        TVector scaled = TLanes.Multiply(sum, alpha);
        if (rows == TLanes.Count)
            TLanes.Store(destination, beta == T.Zero ? scaled
                : TLanes.MultiplyAdd(TLanes.Load(destination), TLanes.Broadcast(beta), scaled));
        else if (beta == T.Zero)
            TLanes.StoreFirst(destination, scaled, rows);
        else
            AddFirst(destination, scaled, rows, beta);
    }

    /// <summary>Adds element by element, through a copy in memory, so that the sum itself stays in its register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFirst(T* destination, TVector scaled, nint rows, T beta)
    {
        TVector copy = scaled;
        T* values = (T*)&copy;
        for (nint i = 0; i < rows; i++)
            destination[i] = T.MultiplyAddEstimate(destination[i], beta, values[i]);
    }
}
