using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations that are never formed: X is kept, and each product iterates over its rows, in single precision within a part.
/// </summary>
internal sealed class ImplicitNormalEquations(int columns, int parts) : NormalEquations(columns, parts)
{
    /// <summary>The tolerance that single precision allows.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>
    /// The minimum number of values that several threads share; with fewer, one thread is done before the others have begun.
    /// </summary>
    private const int MinSharedValues = 100_000;

    private readonly Part[] parts = [.. Enumerable.Range(0, parts).Select(_ => new Part(columns))];

    protected override double Rounding => 1e-5;

    public override double[] Column(int column)
    {
        double[] p = new double[Columns], product = new double[Columns];
        p[column] = 1;
        Multiply(p, product);
        return product;
    }

    public override void Multiply(double[] p, double[] product)
    {
        float[] singles = Array.ConvertAll(p, value => (float)value);
        float mean = (float)TensorPrimitives.Dot<double>(Means, p);
        ForParts(part => part.Multiply(singles, mean));

        // Σ w·(x·p − mean) is 0 but for rounding, which is subtracted with the means of the left x.
        TensorPrimitives.Multiply(Means, -parts.Sum(part => part.Scales), product);
        AddAll(part => part.Products, product);
        for (int i = 0; i < product.Length; i++)
        {
            if (Diagonal[i] == 0)
                product[i] = 0;
        }
    }

    public override double[] SolveRidge(double penalty, CancellationToken cancellationToken)
    {
        // A smaller penalty would be lost in the rounding of the products.
        penalty = Math.Max(penalty, Rounding * Diagonal.Max());
        double[] diagonal = [.. Diagonal.Select(square => square + penalty)];
        return ConjugateGradients.Solve(MultiplyPenalized, diagonal, XY, Tolerance, cancellationToken);

        void MultiplyPenalized(double[] p, double[] product)
        {
            Multiply(p, product);
            TensorPrimitives.MultiplyAdd(p, penalty, product, product);
        }
    }

    protected override void AddRows(int part, DesignMatrix x, double[] weights, double[] y, Scratch scratch) =>
        parts[part].Set(x, weights, y);

    protected override void Sum(out double[] x, out double[] xy, out double[] xx)
    {
        ForParts(part => part.SumUp(MeanY));
        (x, xy, xx) = (new double[Columns], new double[Columns], new double[Columns]);
        AddAll(part => part.X, x);
        AddAll(part => part.XY, xy);
        AddAll(part => part.XX, xx);
    }

    private void ForParts(Action<Part> action)
    {
        if ((long)parts.Length * parts[0].Rows * Columns >= MinSharedValues)
            Blocks.Run(parts.Length, Run.Silent, part => action(parts[part]));
        else
            Array.ForEach(parts, action);
    }

    private void AddAll(Func<Part, float[]> values, double[] sums)
    {
        foreach (Part part in parts)
            ColumnSums.Add(values(part), sums);
    }

    /// <summary>Some of the rows of X, and their sums.</summary>
    private sealed class Part(int columns)
    {
        private readonly float[] squares = new float[columns];
        private DesignMatrix x = new(0, columns);
        private double[] weights = [], y = [];

        public float[] X { get; } = new float[columns];

        public float[] XY { get; } = new float[columns];

        public float[] XX { get; } = new float[columns];

        /// <summary>Σ w·x·(x·p − mean) over the rows, for the last p.</summary>
        public float[] Products { get; } = new float[columns];

        /// <summary>Σ w·(x·p − mean) over the rows, for the last p.</summary>
        public double Scales { get; private set; }

        public int Rows => x.Rows;

        public void Set(DesignMatrix rows, double[] rowWeights, double[] rowY) => (x, weights, y) = (rows, rowWeights, rowY);

        public void SumUp(double meanY)
        {
            Array.Clear(X);
            Array.Clear(XY);
            Array.Clear(XX);
            for (int row = 0; row < Rows; row++)
            {
                ReadOnlySpan<float> values = x.Row(row);
                float weight = (float)weights[row];
                TensorPrimitives.Multiply(values, values, squares);
                TensorPrimitives.MultiplyAdd(values, weight, X, X);
                TensorPrimitives.MultiplyAdd(values, (float)(weight * (y[row] - meanY)), XY, XY);
                TensorPrimitives.MultiplyAdd(squares, weight, XX, XX);
            }
        }

        public void Multiply(float[] p, float mean)
        {
            Array.Clear(Products);
            Scales = 0;
            for (int row = 0; row < Rows; row++)
            {
                ReadOnlySpan<float> values = x.Row(row);
                float scale = (float)weights[row] * (TensorPrimitives.Dot(values, p) - mean);
                TensorPrimitives.MultiplyAdd(values, scale, Products, Products);
                Scales += scale;
            }
        }
    }
}
