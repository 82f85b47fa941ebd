using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>An operation that reduces the cells of a window to one value: combines them one by one and multiplies the result.</summary>
internal interface IWindowOperation
{
    static abstract Vector<float> Combine(Vector<float> x, Vector<float> y);

    static abstract float Combine(float x, float y);

    /// <summary>Returns the factor of the combination of a number of cells.</summary>
    static abstract float FactorFor(int cells);
}

/// <summary>Reduces each window of a batch of images, several channels at a time.</summary>
internal static class WindowReduction<TOperation>
    where TOperation : struct, IWindowOperation
{
    public static void Run(Tensor input, Tensor output, PoolWindows windows)
    {
        ImageShape pooled = windows.Output;
        PlanePass.Run(pooled.PlanesIn(output), pooled.Height, pooled.RowLength, new Body(input, output, windows));
    }

    private readonly struct Body(Tensor input, Tensor output, PoolWindows windows) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ImageShape image = windows.Input;
            ReadOnlySpan<float> x = image.Plane(input, plane);
            Span<float> y = windows.Output.Plane(output, plane);
            for (int row = firstRow; row < endRow; row++)
            {
                int top = windows.Rows.Start(row), height = windows.Rows.End(row) - top;
                for (int column = 0; column < windows.Columns.Count; column++)
                {
                    int left = windows.Columns.Start(column), width = windows.Columns.End(column) - left;
                    ReadOnlySpan<float> cells = x[(top * image.RowLength + left * image.Depth)..];
                    Reduce(cells, image, height, width, y.Slice((row * windows.Columns.Count + column) * image.Depth, image.Depth));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Reduce(ReadOnlySpan<float> cells, in ImageShape image, int height, int width, Span<float> results)
        {
            ref float x = ref MemoryMarshal.GetReference(cells), y = ref MemoryMarshal.GetReference(results);
            float factor = TOperation.FactorFor(height * width);
            int channel = 0;
            for (; channel <= image.Depth - Vector<float>.Count; channel += Vector<float>.Count)
                (ReduceVector(ref Unsafe.Add(ref x, channel), image, height, width) * factor).StoreUnsafe(ref y, (nuint)channel);
            for (; channel < image.Depth; channel++)
                Unsafe.Add(ref y, channel) = ReduceScalar(ref Unsafe.Add(ref x, channel), image, height, width) * factor;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<float> ReduceVector(ref float x, in ImageShape image, int height, int width)
        {
            Vector<float> result = Vector.LoadUnsafe(ref x);
            for (int row = 0; row < height; row++)
            {
                for (int column = row == 0 ? 1 : 0; column < width; column++)
                    result = TOperation.Combine(result, Vector.LoadUnsafe(ref x, (nuint)(row * image.RowLength + column * image.Depth)));
            }

            return result;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float ReduceScalar(ref float x, in ImageShape image, int height, int width)
        {
            float result = x;
            for (int row = 0; row < height; row++)
            {
                for (int column = row == 0 ? 1 : 0; column < width; column++)
                    result = TOperation.Combine(result, Unsafe.Add(ref x, row * image.RowLength + column * image.Depth));
            }

            return result;
        }
    }
}
