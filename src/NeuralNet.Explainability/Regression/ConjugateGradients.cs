using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Solves A·x = b for a symmetric positive definite A of which only products are needed, which for wide rows is far cheaper than to form A.
/// The diagonal of A is the preconditioner. Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems", 1952.
/// </summary>
internal static class ConjugateGradients
{
    /// <summary>Computes x in at most twice as many steps as there are unknowns.</summary>
    /// <param name="multiply">The method that writes A·p for p.</param>
    /// <param name="diagonal">The diagonal of A, positive.</param>
    /// <param name="b">The right side.</param>
    /// <param name="tolerance">The norm of the residual that ends the iteration, as a fraction of that of b.</param>
    /// <param name="cancellationToken">Cancels the work between two steps.</param>
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
