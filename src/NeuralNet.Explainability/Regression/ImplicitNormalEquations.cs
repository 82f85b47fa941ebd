using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations of many columns, never formed: X is kept, and each product goes over it, in single precision within a part.
/// </summary>
internal sealed class ImplicitNormalEquations(int columns, int parts) : NormalEquations(columns, parts)
{
    /// <summary>What single precision allows.</summary>
    private const double Tolerance = 1e-7;

    private readonly Part?[] parts = new Part?[parts];

    public override double[] Column(int column)
    {
        double[] p = new double[Columns], product = new double[Columns];
        p[column] = 1;
        Multiply(p, product);
        return product;
    }

    public override void Multiply(double[] p, double[] product)
    {
        var sums = new (float[] Products, double Scales)[parts.Length];
        double mean = TensorPrimitives.Dot<double>(Means, p);
        float[] singles = Array.ConvertAll(p, value => (float)value);
        Blocks.Run(parts.Length, Run.Silent, part => sums[part] = parts[part]!.Multiply(singles, (float)mean));

        // Σ w·(x·p − mean) is 0 but for rounding, which is taken out with the mean of the left x.
        TensorPrimitives.Multiply(Means, -sums.Sum(sum => sum.Scales), product);
        foreach ((float[] products, _) in sums)
        {
            for (int i = 0; i < product.Length; i++)
                product[i] += products[i];
        }

        for (int i = 0; i < product.Length; i++)
        {
            if (Diagonal[i] == 0)
                product[i] = 0;
        }
    }

    public override double[] SolveRidge(double penalty, CancellationToken cancellationToken)
    {
        double[] diagonal = [.. Diagonal.Select(square => square + penalty)];
        return ConjugateGradients.Solve(MultiplyPenalized, diagonal, XY, Tolerance, cancellationToken);

        void MultiplyPenalized(double[] p, double[] product)
        {
            Multiply(p, product);
            TensorPrimitives.MultiplyAdd(p, penalty, product, product);
        }
    }

    protected override void AddRows(int part, ReadOnlySpan<float> x, double[] weights, double[] y, Scratch scratch) =>
        (parts[part] ??= new Part(Columns)).Set(x, weights, y);

    protected override void Sum(out double[] x, out double[] xy, out double[] xx)
    {
        x = new double[Columns];
        xy = new double[Columns];
        xx = new double[Columns];
        foreach (Part part in parts.OfType<Part>())
        {
            TensorPrimitives.Add(x, part.X, x);
            TensorPrimitives.Add(xy, part.XY, xy);
            TensorPrimitives.Add(xx, part.XX, xx);
        }
    }

    /// <summary>Some of the rows, by columns, and their sums.</summary>
    private sealed class Part(int columns)
    {
        private float[] x = [], weights = [];

        public double[] X { get; } = new double[columns];

        public double[] XY { get; } = new double[columns];

        public double[] XX { get; } = new double[columns];

        private int Rows => weights.Length;

        public void Set(ReadOnlySpan<float> values, double[] rowWeights, double[] y)
        {
            if (x.Length != values.Length)
                x = new float[values.Length];
            values.CopyTo(x);
            weights = Array.ConvertAll(rowWeights, weight => (float)weight);

            double[] column = new double[Rows], weightedY = new double[Rows];
            TensorPrimitives.Multiply(rowWeights, y, weightedY);
            for (int k = 0; k < columns; k++)
            {
                TensorPrimitives.ConvertTruncating(Column(k), column);
                X[k] = TensorPrimitives.Dot<double>(column, rowWeights);
                XY[k] = TensorPrimitives.Dot<double>(column, weightedY);
                TensorPrimitives.Multiply(column, column, column);
                XX[k] = TensorPrimitives.Dot<double>(column, rowWeights);
            }
        }

        /// <summary>Σ w·x·(x·p − mean) over the rows, and Σ w·(x·p − mean).</summary>
        public (float[] Products, double Scales) Multiply(float[] p, float mean)
        {
            float[] scales = new float[Rows], products = new float[columns];
            Array.Fill(scales, -mean);
            for (int k = 0; k < columns; k++)
            {
                if (p[k] != 0)
                    TensorPrimitives.MultiplyAdd(Column(k), p[k], scales, scales);
            }

            TensorPrimitives.Multiply(scales, weights, scales);
            for (int k = 0; k < columns; k++)
                products[k] = TensorPrimitives.Dot(Column(k), scales);
            double sum = 0;
            foreach (float scale in scales)
                sum += scale;
            return (products, sum);
        }

        private ReadOnlySpan<float> Column(int column) => x.AsSpan(column * Rows, Rows);
    }
}
