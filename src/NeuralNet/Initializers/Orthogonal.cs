using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Fills with a matrix with orthonormal rows or columns, times a gain: Q of the QR decomposition of a normal matrix, the signs made unique
/// by a positive diagonal of R (Saxe et al., "Exact solutions to the nonlinear dynamics of learning", 2014). A parameter of more
/// than two axes is treated as a matrix whose columns are the last axis.
/// </summary>
/// <param name="gain">The factor on the orthonormal matrix, 1 by default.</param>
[Configurable]
public sealed partial class Orthogonal(float gain = 1) : Initializer
{
    private readonly float gain = Require.Finite(gain);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        if (shape.Rank < 2)
            throw new ArgumentException($"Orthogonal fills a matrix; the parameter has the shape {shape}. Use another initializer for "
                + "it.", nameof(shape));
        int columns = shape.Last, rows = shape.Size / Math.Max(1, columns);
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double[][] basis = OrthonormalVectors(vectors, length, random);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                values[row * columns + column] = (float)(gain * (rows >= columns ? basis[column][row] : basis[row][column]));
    }

    /// <summary>
    /// Orthogonalizes normal vectors by Gram–Schmidt, each pass twice so that they stay orthogonal despite rounding. Dividing by a positive
    /// norm corresponds to a positive diagonal of R.
    /// </summary>
    private static double[][] OrthonormalVectors(int count, int length, RandomStream random)
    {
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            for (int k = 0; k < length; k++)
                vector[k] = random.NextNormal();
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < i; j++)
                    SubtractProjection(vector, vectors[j]);
            Normalize(vector);
        }

        return vectors;
    }

    private static void SubtractProjection(double[] vector, double[] unit)
    {
        double projection = TensorPrimitives.Dot<double>(vector, unit);
        TensorPrimitives.MultiplyAdd(unit, -projection, vector, vector);
    }

    private static void Normalize(double[] vector) =>
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
}
