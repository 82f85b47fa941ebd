using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Solves A·x = b for a symmetric positive definite A that is known by its products alone, which for wide rows is far cheaper than to
/// form A. Scaled by A's diagonal. Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems", 1952.
/// </summary>
internal static class ConjugateGradients
{
    /// <summary>Finds x, in no more than twice as many steps as there are unknowns.</summary>
    /// <param name="multiply">Writes A·p for p.</param>
    /// <param name="diagonal">The diagonal of A, positive.</param>
    /// <param name="b">The right side.</param>
    /// <param name="tolerance">The residual that is small enough, as a share of b.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    public static double[] Solve(
        Action<double[], double[]> multiply, double[] diagonal, double[] b, double tolerance, CancellationToken cancellationToken)
    {
        int n = b.Length;
        double[] x = new double[n], residual = [.. b], scaled = new double[n], product = new double[n];
        TensorPrimitives.Divide(residual, diagonal, scaled);
        double[] direction = [.. scaled];
        double size = TensorPrimitives.Dot<double>(residual, scaled), limit = tolerance * tolerance * size;
        for (int step = 0; step < 2 * n && size > limit; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            multiply(direction, product);
            double length = size / TensorPrimitives.Dot<double>(direction, product);
            TensorPrimitives.MultiplyAdd(direction, length, x, x);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            TensorPrimitives.Divide(residual, diagonal, scaled);
            double next = TensorPrimitives.Dot<double>(residual, scaled);
            TensorPrimitives.MultiplyAdd(direction, next / size, scaled, direction);
            size = next;
        }

        return x;
    }
}
