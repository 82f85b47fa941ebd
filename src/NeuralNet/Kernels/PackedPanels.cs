using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet;

/// <summary>
/// Products of a few rows with a matrix that is packed once and used many times, such as a recurrent kernel in all steps of a sequence. The
/// matrix lies in panels of two registers' columns, each panel row by row, so that a product reads it in one stream. Every element is summed
/// in the order of the depth.
/// </summary>
internal static class PackedPanels
{
    private const int TileRows = 4;

    /// <summary>The number of columns of a panel.</summary>
    public static int PanelWidth => 2 * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count);

    /// <summary>Returns the number of elements of a packed matrix, whose last panel is filled with zeros.</summary>
    public static int LengthOf(int depth, int columns) => Panels(columns) * PanelWidth * depth;

    /// <summary>Packs a matrix (depth, columns), or the transpose of a matrix (columns, depth).</summary>
    /// <param name="matrix">The elements, from the first to the last.</param>
    /// <param name="stride">The distance from one row of the stored matrix to the next.</param>
    /// <param name="isTransposed">true if the stored matrix has the columns as its rows.</param>
    /// <param name="depth">The number of rows of the packed matrix.</param>
    /// <param name="columns">The number of columns of the packed matrix.</param>
    /// <param name="packed">The memory for the panels.</param>
    public static void Pack(ReadOnlySpan<float> matrix, int stride, bool isTransposed, int depth, int columns, Span<float> packed)
    {
        int width = PanelWidth;
        for (int panel = 0; panel < Panels(columns); panel++)
        {
            int first = panel * width, count = Math.Min(width, columns - first);
            for (int k = 0; k < depth; k++)
            {
                Span<float> row = packed.Slice((panel * depth + k) * width, width);
                if (isTransposed)
                {
                    for (int i = 0; i < count; i++)
                        row[i] = matrix[(first + i) * stride + k];
                }
                else
                {
                    matrix.Slice(k * stride + first, count).CopyTo(row);
                }

                row[count..].Clear();
            }
        }
    }

    /// <summary>Computes c = a·b or c += a·b, where b is some rows of a packed matrix.</summary>
    /// <param name="a">The left factor, row-major from its first element on.</param>
    /// <param name="strideA">The distance from one row of a to the next.</param>
    /// <param name="rows">The number of rows of a and c.</param>
    /// <param name="packed">The packed matrix.</param>
    /// <param name="packedDepth">The number of rows of the packed matrix.</param>
    /// <param name="start">The first row of the packed matrix that is used.</param>
    /// <param name="depth">The number of rows of the packed matrix that are used, the number of columns of a.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="c">The result, row-major from its first element on.</param>
    /// <param name="strideC">The distance from one row of c to the next.</param>
    /// <param name="adds">true if the product is added to c.</param>
    public static void Multiply(
        ReadOnlySpan<float> a, int strideA, int rows, ReadOnlySpan<float> packed, int packedDepth, int start, int depth, int columns,
        Span<float> c, int strideC, bool adds)
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<Vector512<float>, Register512>(a, strideA, rows, packed, packedDepth, start, depth, columns, c, strideC, adds);
        else
            Multiply<Vector<float>, AnyRegister>(a, strideA, rows, packed, packedDepth, start, depth, columns, c, strideC, adds);
    }

    private static int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    private static void Multiply<TVector, TRegister>(
        ReadOnlySpan<float> a, int strideA, int rows, ReadOnlySpan<float> packed, int packedDepth, int start, int depth, int columns,
        Span<float> c, int strideC, bool adds)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        // The kernels read and write by references: these are the last elements that they reach.
        _ = a[(rows - 1) * strideA + depth - 1];
        _ = c[(rows - 1) * strideC + columns - 1];
        _ = packed[LengthOf(packedDepth, columns) - 1];
        int width = 2 * TRegister.Count;
        Span<float> part = stackalloc float[TileRows * width];
        for (int panel = 0; panel * width < columns; panel++)
        {
            ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(packed), (panel * packedDepth + start) * width);
            int count = Math.Min(width, columns - panel * width);
            for (int row = 0; row < rows; row += TileRows)
            {
                int height = Math.Min(TileRows, rows - row);
                ref float left = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), row * strideA);
                Span<float> tile = c[(row * strideC + panel * width)..];
                if (count == width)
                {
                    Tile<TVector, TRegister>(ref left, strideA, height, ref b, depth, ref MemoryMarshal.GetReference(tile), strideC, adds);
                    continue;
                }

                Tile<TVector, TRegister>(ref left, strideA, height, ref b, depth, ref part[0], width, adds: false);
                for (int i = 0; i < height; i++)
                    AddOrCopy(part.Slice(i * width, count), tile.Slice(i * strideC, count), adds);
            }
        }
    }

    /// <summary>Computes a tile of two registers' columns; rows that do not exist repeat the last and are not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TVector, TRegister>(
        ref float a, nint strideA, int height, ref float b, nint depth, ref float c, nint strideC, bool adds)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        ref float a1 = ref Unsafe.Add(ref a, height > 1 ? strideA : 0);
        ref float a2 = ref Unsafe.Add(ref a, height > 2 ? 2 * strideA : 0);
        ref float a3 = ref Unsafe.Add(ref a, height > 3 ? 3 * strideA : 0);
        TVector s00 = TRegister.Zero, s01 = TRegister.Zero, s10 = TRegister.Zero, s11 = TRegister.Zero;
        TVector s20 = TRegister.Zero, s21 = TRegister.Zero, s30 = TRegister.Zero, s31 = TRegister.Zero;
        for (nint k = 0; k < depth; k++)
        {
            TVector b0 = TRegister.Load(ref b), b1 = TRegister.Load(ref Unsafe.Add(ref b, TRegister.Count));
            TVector factor = TRegister.Broadcast(Unsafe.Add(ref a, k));
            s00 = TRegister.MultiplyAdd(factor, b0, s00);
            s01 = TRegister.MultiplyAdd(factor, b1, s01);
            factor = TRegister.Broadcast(Unsafe.Add(ref a1, k));
            s10 = TRegister.MultiplyAdd(factor, b0, s10);
            s11 = TRegister.MultiplyAdd(factor, b1, s11);
            factor = TRegister.Broadcast(Unsafe.Add(ref a2, k));
            s20 = TRegister.MultiplyAdd(factor, b0, s20);
            s21 = TRegister.MultiplyAdd(factor, b1, s21);
            factor = TRegister.Broadcast(Unsafe.Add(ref a3, k));
            s30 = TRegister.MultiplyAdd(factor, b0, s30);
            s31 = TRegister.MultiplyAdd(factor, b1, s31);
            b = ref Unsafe.Add(ref b, 2 * TRegister.Count);
        }

        Store<TVector, TRegister>(ref c, s00, s01, adds);
        if (height > 1)
            Store<TVector, TRegister>(ref Unsafe.Add(ref c, strideC), s10, s11, adds);
        if (height > 2)
            Store<TVector, TRegister>(ref Unsafe.Add(ref c, 2 * strideC), s20, s21, adds);
        if (height > 3)
            Store<TVector, TRegister>(ref Unsafe.Add(ref c, 3 * strideC), s30, s31, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TRegister>(ref float c, TVector left, TVector right, bool adds)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        ref float second = ref Unsafe.Add(ref c, TRegister.Count);
        TRegister.Store(ref c, adds ? TRegister.Add(TRegister.Load(ref c), left) : left);
        TRegister.Store(ref second, adds ? TRegister.Add(TRegister.Load(ref second), right) : right);
    }

    private static void AddOrCopy(ReadOnlySpan<float> values, Span<float> destination, bool adds)
    {
        for (int i = 0; i < values.Length; i++)
            destination[i] = adds ? destination[i] + values[i] : values[i];
    }

    /// <summary>Arithmetic on a register, so that the tile is written once for all widths.</summary>
    private interface IRegister<TVector>
        where TVector : struct
    {
        static abstract int Count { get; }

        static abstract TVector Zero { get; }

        static abstract TVector Load(ref float source);

        static abstract void Store(ref float destination, TVector value);

        static abstract TVector Broadcast(float value);

        static abstract TVector Add(TVector left, TVector right);

        static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);
    }

    private readonly struct Register512 : IRegister<Vector512<float>>
    {
        public static int Count => Vector512<float>.Count;

        public static Vector512<float> Zero => Vector512<float>.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Load(ref float source) => Vector512.LoadUnsafe(ref source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ref float destination, Vector512<float> value) => value.StoreUnsafe(ref destination);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
            Vector512.FusedMultiplyAdd(left, right, addend);
    }

    private readonly struct AnyRegister : IRegister<Vector<float>>
    {
        public static int Count => Vector<float>.Count;

        public static Vector<float> Zero => Vector<float>.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Load(ref float source) => Vector.LoadUnsafe(ref source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(ref float destination, Vector<float> value) => value.StoreUnsafe(ref destination);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Broadcast(float value) => new(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Add(Vector<float> left, Vector<float> right) => left + right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
            Vector.FusedMultiplyAdd(left, right, addend);
    }
}
