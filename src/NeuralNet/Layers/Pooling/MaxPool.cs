using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>The maximum of the cells of each window, and its derivative.</summary>
internal static class MaxPool
{
    public static void Forward(Tensor input, Tensor output, PoolWindows windows) => WindowReduction<Maximum>.Run(input, output, windows);

    /// <summary>
    /// Writes dx = Σ dy over the windows of which a cell is the first maximum. The maximum is found again, so that nothing is kept from the
    /// forward pass.
    /// </summary>
    public static void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor inputGradient, PoolWindows windows)
    {
        ImageShape image = windows.Input;
        PlanePass.Run(
            image.PlanesIn(input), image.Height, image.RowLength, new Body(input, output, outputGradient, inputGradient, windows));
    }

    private readonly struct Maximum : IWindowOperation
    {
        public static Vector<float> Combine(Vector<float> x, Vector<float> y) => Vector.Max(x, y);

        public static float Combine(float x, float y) => MathF.Max(x, y);

        public static float FactorFor(int cells) => 1;
    }

    private readonly struct Body(Tensor input, Tensor output, Tensor outputGradient, Tensor inputGradient, PoolWindows windows)
        : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ImageShape image = windows.Input, pooled = windows.Output;
            Span<float> x = image.Plane(input, plane), y = pooled.Plane(output, plane);
            Span<float> dx = image.Plane(inputGradient, plane), dy = pooled.Plane(outputGradient, plane);
            dx[(firstRow * image.RowLength)..(endRow * image.RowLength)].Clear();
            for (int row = windows.Rows.FirstOver(firstRow); row < windows.Rows.EndOver(endRow - 1); row++)
            {
                int top = windows.Rows.Start(row), bottom = windows.Rows.End(row);
                for (int column = 0; column < pooled.Width; column++)
                {
                    int left = windows.Columns.Start(column), width = windows.Columns.End(column) - left;
                    int start = left * image.Depth, result = (row * pooled.Width + column) * image.Depth;
                    var window = new Window(
                        ref x[start], ref dx[start], image.RowLength, image.Depth, top, bottom, width, firstRow, endRow);
                    window.Distribute(y.Slice(result, image.Depth), dy.Slice(result, image.Depth));
                }
            }
        }
    }

    /// <summary>A window of which the rows from firstRow to endRow receive gradients.</summary>
    private readonly ref struct Window(
        ref float x, ref float dx, int rowLength, int depth, int top, int bottom, int width, int firstRow, int endRow)
    {
        private readonly ref float x = ref x, dx = ref dx;

        /// <summary>Adds the gradient of each maximum to the first cell that has the value of the maximum.</summary>
        public void Distribute(ReadOnlySpan<float> maximum, ReadOnlySpan<float> gradient)
        {
            int channel = 0;
            for (; channel <= depth - Vector<float>.Count; channel += Vector<float>.Count)
                DistributeVector(channel, Vector.Create(maximum[channel..]), Vector.Create(gradient[channel..]));
            for (; channel < depth; channel++)
                DistributeScalar(channel, maximum[channel], gradient[channel]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void DistributeVector(int channel, Vector<float> maximum, Vector<float> remaining)
        {
            for (int row = top; row < bottom; row++)
            {
                bool isOwn = row >= firstRow && row < endRow;
                for (int column = 0; column < width; column++)
                {
                    nuint cell = (nuint)(row * rowLength + column * depth + channel);
                    Vector<int> isMaximum = Vector.Equals(Vector.LoadUnsafe(ref x, cell), maximum);
                    if (isOwn)
                    {
                        Vector<float> own = Vector.ConditionalSelect(isMaximum, remaining, Vector<float>.Zero);
                        (Vector.LoadUnsafe(ref dx, cell) + own).StoreUnsafe(ref dx, cell);
                    }

                    remaining = Vector.ConditionalSelect(isMaximum, Vector<float>.Zero, remaining);
                }
            }
        }

        private void DistributeScalar(int channel, float maximum, float gradient)
        {
            for (int row = top; row < bottom; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    int cell = row * rowLength + column * depth + channel;
                    if (Unsafe.Add(ref x, cell) != maximum)
                        continue;
                    if (row >= firstRow && row < endRow)
                        Unsafe.Add(ref dx, cell) += gradient;
                    return;
                }
            }
        }
    }
}
