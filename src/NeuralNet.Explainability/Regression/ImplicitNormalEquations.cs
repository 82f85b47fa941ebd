using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations of many columns, never formed: the rows are kept, and each product goes over them once, in single precision within a part.
/// Rows of zeros and ones are kept as bytes, for it is the memory that sets the pace.
/// </summary>
internal sealed class ImplicitNormalEquations(int columns, int parts, bool isBinary) : NormalEquations(columns, parts)
{
    /// <summary>What single precision allows.</summary>
    private const double Tolerance = 1e-7;

    private readonly Part[] parts = new Part[parts];

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
        Blocks.Run(parts.Length, Run.Silent, part => sums[part] = parts[part].Multiply(singles, (float)mean));

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

    protected override void AddRows(int part, ReadOnlySpan<float> x, double[] weights, double[] y, ref double[] scratch) => parts[part] = isBinary
        ? new BinaryPart(Columns, x, weights, y)
        : new NumberPart(Columns, x, weights, y);

    protected override void Sum(out double[] x, out double[] xy, out double[] xx)
    {
        x = new double[Columns];
        xy = new double[Columns];
        xx = new double[Columns];
        foreach (Part part in parts)
        {
            TensorPrimitives.Add(x, part.X, x);
            TensorPrimitives.Add(xy, part.XY, xy);
            TensorPrimitives.Add(xx, part.XX, xx);
        }
    }

    /// <summary>Some of the rows, and their sums.</summary>
    private abstract class Part(int columns, double[] weights)
    {
        public double[] X { get; } = new double[columns];

        public double[] XY { get; } = new double[columns];

        public double[] XX { get; protected set; } = [];

        /// <summary>Σ w·x·(x·p − mean) over the rows, and Σ w·(x·p − mean).</summary>
        public (float[] Products, double Scales) Multiply(float[] p, float mean)
        {
            double scales = 0;
            float[] sum = new float[columns], buffer = new float[columns];
            for (int i = 0; i < weights.Length; i++)
            {
                ReadOnlySpan<float> row = Row(i, buffer);
                float scale = (float)weights[i] * (TensorPrimitives.Dot(row, p) - mean);
                TensorPrimitives.MultiplyAdd(row, scale, sum, sum);
                scales += scale;
            }

            return (sum, scales);
        }

        /// <summary>A row as it is kept, or else written into the buffer.</summary>
        protected abstract ReadOnlySpan<float> Row(int row, float[] buffer);

        protected void SumUp(double[] y)
        {
            double[] row = new double[columns];
            float[] buffer = new float[columns];
            for (int i = 0; i < weights.Length; i++)
            {
                TensorPrimitives.ConvertTruncating(Row(i, buffer), row);
                TensorPrimitives.MultiplyAdd(row, weights[i], X, X);
                TensorPrimitives.MultiplyAdd(row, weights[i] * y[i], XY, XY);
            }
        }
    }

    private sealed class BinaryPart : Part
    {
        private readonly byte[] rows;
        private readonly int columns;

        public BinaryPart(int columns, ReadOnlySpan<float> x, double[] weights, double[] y)
            : base(columns, weights)
        {
            this.columns = columns;
            rows = new byte[x.Length];
            BinaryRows.Pack(x, rows);
            SumUp(y);
            XX = X;
        }

        protected override ReadOnlySpan<float> Row(int row, float[] buffer)
        {
            BinaryRows.Expand(rows.AsSpan(row * columns, columns), buffer);
            return buffer;
        }
    }

    private sealed class NumberPart : Part
    {
        private readonly float[] rows;
        private readonly int columns;

        public NumberPart(int columns, ReadOnlySpan<float> x, double[] weights, double[] y)
            : base(columns, weights)
        {
            this.columns = columns;
            rows = x.ToArray();
            SumUp(y);
            XX = new double[columns];
            double[] row = new double[columns];
            for (int i = 0; i < weights.Length; i++)
            {
                TensorPrimitives.ConvertTruncating(Row(i, []), row);
                TensorPrimitives.Multiply(row, row, row);
                TensorPrimitives.MultiplyAdd(row, weights[i], XX, XX);
            }
        }

        protected override ReadOnlySpan<float> Row(int row, float[] buffer) => rows.AsSpan(row * columns, columns);
    }
}
