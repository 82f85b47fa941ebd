using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The mean of the cells of each window, and its derivative.</summary>
internal static class AveragePool
{
    public static void Forward(Tensor input, Tensor output, PoolWindows windows) => WindowReduction<Mean>.Run(input, output, windows);

    /// <summary>Writes dx = Σ dy/n over the windows of n cells that cover a cell.</summary>
    public static void Backward(Tensor outputGradient, Tensor inputGradient, PoolWindows windows)
    {
        ImageShape image = windows.Input;
        PlanePass.Run(
            image.PlanesIn(inputGradient), image.Height, image.RowLength, new Body(outputGradient, inputGradient, windows));
    }

    private readonly struct Mean : IWindowOperation
    {
        public static Vector<float> Combine(Vector<float> x, Vector<float> y) => x + y;

        public static float Combine(float x, float y) => x + y;

        public static float FactorFor(int cells) => 1f / cells;
    }

    private readonly struct Body(Tensor outputGradient, Tensor inputGradient, PoolWindows windows) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ImageShape image = windows.Input;
            ReadOnlySpan<float> dy = windows.Output.Plane(outputGradient, plane);
            Span<float> dx = image.Plane(inputGradient, plane);
            dx[(firstRow * image.RowLength)..(endRow * image.RowLength)].Clear();
            for (int row = windows.Rows.FirstOver(firstRow); row < windows.Rows.EndOver(endRow - 1); row++)
            {
                int top = windows.Rows.Start(row), bottom = windows.Rows.End(row);
                int from = Math.Max(top, firstRow), to = Math.Min(bottom, endRow);
                for (int column = 0; column < windows.Columns.Count; column++)
                {
                    int left = windows.Columns.Start(column), right = windows.Columns.End(column);
                    ReadOnlySpan<float> cell = dy.Slice((row * windows.Columns.Count + column) * image.Depth, image.Depth);
                    for (int y = from; y < to; y++)
                        Add(cell, 1f / ((bottom - top) * (right - left)), dx[(y * image.RowLength)..], left, right);
                }
            }
        }

        /// <summary>Adds the same multiple of a cell to each cell of a range.</summary>
        private static void Add(ReadOnlySpan<float> cell, float factor, Span<float> row, int left, int right)
        {
            if (cell.Length == 1)
            {
                float share = cell[0] * factor;
                for (int x = left; x < right; x++)
                    row[x] += share;
                return;
            }

            for (int x = left; x < right; x++)
            {
                Span<float> target = row.Slice(x * cell.Length, cell.Length);
                TensorPrimitives.MultiplyAdd(cell, factor, target, target);
            }
        }
    }
}
