using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>What is left of a product whose sums have no terms: C ← beta·C.</summary>
internal static class Scaling
{
    /// <summary>Multiplies values by a factor; a factor of 0 does not read them.</summary>
    public static void Scale<T>(Span<T> values, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (factor == T.Zero)
        {
            values.Clear();
            return;
        }

        foreach (ref T value in values)
            value *= factor;
    }

    /// <summary>Multiplies every matrix of a batch by a factor; a factor of 0 does not read them.</summary>
    public static void Scale(in MatrixOperand matrices, float factor, int batch)
    {
        for (int index = 0; index < batch; index++)
        {
            for (int row = 0; row < matrices.Rows; row++)
                Scale(matrices.Row(index, row), factor);
        }
    }
}
