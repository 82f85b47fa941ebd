using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>Computes some consecutive rows of one plane, independently of all other rows.</summary>
internal interface IPlaneBody
{
    void Run(int plane, int firstRow, int endRow);
}

/// <summary>
/// Passes over the rows of the planes of images, which threads share: a part of the work is a number of rows that depends on the sizes
/// alone.
/// </summary>
internal static class PlanePass
{
    /// <summary>Runs a body over all rows of all planes.</summary>
    /// <param name="planes">The number of planes.</param>
    /// <param name="rows">The number of rows of a plane.</param>
    /// <param name="rowLength">The number of elements that are read or written for a row.</param>
    /// <param name="body">The body.</param>
    public static void Run<TBody>(int planes, int rows, int rowLength, in TBody body)
        where TBody : struct, IPlaneBody
    {
        int total = planes * rows, rowsPerPart = Math.Max(1, ElementwiseCost.ImagePart / rowLength);
        int parts = (total + rowsPerPart - 1) / rowsPerPart;
        WorkerPool.Shared.Run(parts, new Parts<TBody>(body, rows, total, rowsPerPart), share: parts >= ElementwiseCost.MinSharedImageParts);
    }

    private readonly struct Parts<TBody>(TBody body, int rows, int total, int rowsPerPart) : IParallelBody
        where TBody : struct, IPlaneBody
    {
        public void Run(int index)
        {
            int row = index * rowsPerPart, end = Math.Min(row + rowsPerPart, total);
            while (row < end)
            {
                (int plane, int first) = Math.DivRem(row, rows);
                int count = Math.Min(rows - first, end - row);
                body.Run(plane, first, first + count);
                row += count;
            }
        }
    }
}
