using System.Numerics;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>The product by its definition, in three loops: the reference for every kernel.</summary>
internal static class NaiveProduct
{
    /// <summary>Computes C ← alpha·op(A)·op(B) + beta·C in column-major order; beta = 0 does not read C.</summary>
    public static void Run<T>(ProductCase<T> product, T[] c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < product.Columns; j++)
        {
            for (int i = 0; i < product.Rows; i++)
            {
                T sum = T.Zero;
                for (int p = 0; p < product.Depth; p++)
                    sum += product.ElementOfA(i, p) * product.ElementOfB(p, j);
                ref T element = ref c[i + (j * product.Rows)];
                element = (product.Alpha * sum) + (product.Beta == T.Zero ? T.Zero : product.Beta * element);
            }
        }
    }
}
