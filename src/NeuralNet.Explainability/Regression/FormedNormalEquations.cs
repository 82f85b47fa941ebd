using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations of few columns. Each part is the matrix product of its rows √w·(x, 1, y) with themselves, which holds all sums at once.
/// </summary>
internal sealed class FormedNormalEquations(int columns, int parts) : NormalEquations(columns, parts)
{
    private readonly double[][] partGrams = new double[parts][];
    private readonly int width = columns + 2;
    private double[] gram = [];

    public override double[] Column(int column)
    {
        double[] values = new double[Columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = At(i, column);
        return values;
    }

    public override void Multiply(double[] p, double[] product)
    {
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = TensorPrimitives.Dot(gram.AsSpan(i * width, Columns), p)
                - TotalWeight * Means[i] * TensorPrimitives.Dot<double>(Means, p);
        }
    }

    public override double[] SolveRidge(double penalty, CancellationToken cancellationToken)
    {
        double[] a = new double[Columns * Columns];
        for (int i = 0; i < Columns; i++)
        {
            for (int k = 0; k < Columns; k++)
                a[i * Columns + k] = At(i, k) + (i == k ? penalty : 0);
        }

        return Gram.Solve(a, XY);
    }

    protected override void AddRows(int part, ReadOnlySpan<float> x, double[] weights, double[] y, ref double[] scratch)
    {
        if (scratch.Length < weights.Length * width)
            scratch = new double[weights.Length * width];
        for (int i = 0; i < weights.Length; i++)
        {
            double root = Math.Sqrt(weights[i]);
            Span<double> row = scratch.AsSpan(i * width, width);
            ReadOnlySpan<float> from = x.Slice(i * Columns, Columns);
            TensorPrimitives.ConvertTruncating(from, row);
            TensorPrimitives.Multiply(row, root, row);
            row[Columns] = root;
            row[Columns + 1] = root * y[i];
        }

        partGrams[part] = Gram.Of(scratch, weights.Length, width);
    }

    protected override void Sum(out double[] x, out double[] xy, out double[] xx)
    {
        gram = new double[width * width];
        foreach (double[] partGram in partGrams)
            TensorPrimitives.Add(gram, partGram, gram);
        x = gram.AsSpan(Columns * width, Columns).ToArray();
        xy = gram.AsSpan((Columns + 1) * width, Columns).ToArray();
        xx = [.. Enumerable.Range(0, Columns).Select(i => gram[i * (width + 1)])];
    }

    private double At(int i, int k) => i == k
        ? Diagonal[i]
        : Diagonal[i] == 0 || Diagonal[k] == 0 ? 0 : gram[i * width + k] - TotalWeight * Means[i] * Means[k];
}
