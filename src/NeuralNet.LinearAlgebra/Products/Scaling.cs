using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>Computes products whose sums have no terms: C ← beta·C.</summary>
internal static class Scaling
{
    /// <summary>Computes a batch of products that has nothing to sum: an empty result, or a depth of 0, which leaves beta·C.</summary>
    /// <returns>true if the products are complete; false if there are sums, and c is unchanged.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Completes(ProductShape shape, in MatrixOperand c, float beta, int batch)
    {
        if (shape.IsEmpty || batch == 0)
            return true;
        if (shape.Depth > 0)
            return false;
        Scale(c, beta, batch);
        return true;
    }

    /// <summary>Computes a product that has nothing to sum: an empty result, or a depth of 0, which leaves beta·C.</summary>
    /// <returns>true if the product is complete; false if there are sums, and c is unchanged.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Completes<T>(ProductShape shape, Span<T> c, T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.IsEmpty)
            return true;
        if (shape.Depth > 0)
            return false;
        Scale(c, beta);
        return true;
    }

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
