using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations of few columns. Each part is the matrix product of its rows √w·(x, 1, y − mean of y) with themselves, which contains all sums.
/// In single precision, which is twice as fast, a part of 512 rows is rounded to 10⁻⁶; the parts are summed in double precision.
/// </summary>
internal sealed class FormedNormalEquations(int columns, int parts, bool isSingle) : NormalEquations(columns, parts)
{
    /// <summary>
    /// The maximum number of columns for which XᵀX is formed, and solved by Cholesky's decomposition; its cost grows with their square.
    /// </summary>
    public const int MaxColumns = 128;

    /// <summary>The maximum number of columns that are formed in double precision at no cost to speak of.</summary>
    public const int MaxDoubleColumns = 16;

    private readonly double[][] partGrams = new double[parts][];
    private readonly double[] partMeans = new double[parts];
    private readonly int width = columns + 2;
    private double[] gram = [];

    protected override double Rounding => isSingle ? 1e-5 : base.Rounding;

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

    protected override void AddRows(int part, DesignMatrix x, double[] weights, double[] y, Scratch scratch)
    {
        double[] roots = new double[weights.Length], deviations = new double[y.Length];
        TensorPrimitives.Sqrt<double>(weights, roots);
        // A mean that is large compared with the deviations would cost their digits.
        partMeans[part] = TensorPrimitives.Sum<double>(y) / y.Length;
        TensorPrimitives.Subtract(y, partMeans[part], deviations);
        partGrams[part] = isSingle ? SingleGram(x, roots, deviations, scratch) : DoubleGram(x, roots, deviations, scratch);
        if (!isSingle)
            return;
        // All sums must use the same weights, the rounded ones.
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (double)(float)roots[i] * (float)roots[i];
    }

    protected override void Sum(out double[] x, out double[] xy, out double[] xx)
    {
        gram = new double[width * width];
        x = new double[Columns];
        xy = new double[Columns];
        for (int part = 0; part < partGrams.Length; part++)
        {
            double[] partGram = partGrams[part];
            double meanDifference = partMeans[part] - MeanY;
            TensorPrimitives.Add<double>(gram, partGram, gram);
            for (int i = 0; i < Columns; i++)
            {
                double partX = partGram[i * width + Columns];
                x[i] += partX;
                xy[i] += partGram[i * width + Columns + 1] + partX * meanDifference;
            }
        }

        Gram.Mirror(gram, width);
        xx = [.. Enumerable.Range(0, Columns).Select(i => gram[i * (width + 1)])];
    }

    private double[] DoubleGram(DesignMatrix x, double[] roots, double[] y, Scratch scratch)
    {
        double[] scaled = scratch.Doubles(width * x.Rows);
        for (int i = 0; i < x.Rows; i++)
        {
            Span<double> row = scaled.AsSpan(i * width, width), values = row[..Columns];
            TensorPrimitives.ConvertTruncating<float, double>(x.Row(i), values);
            TensorPrimitives.Multiply(values, roots[i], values);
            row[Columns] = roots[i];
            row[Columns + 1] = roots[i] * y[i];
        }

        return Gram.Of(scaled, x.Rows, width);
    }

    private double[] SingleGram(DesignMatrix x, double[] roots, double[] y, Scratch scratch)
    {
        float[] scaled = scratch.Singles(width * x.Rows), gram = new float[width * width];
        for (int i = 0; i < x.Rows; i++)
        {
            Span<float> row = scaled.AsSpan(i * width, width);
            TensorPrimitives.Multiply(x.Row(i), (float)roots[i], row);
            row[Columns] = (float)roots[i];
            row[Columns + 1] = (float)(roots[i] * y[i]);
        }

        Gram.AddUpper(scaled, x.Rows, width, gram);
        double[] exact = new double[gram.Length];
        TensorPrimitives.ConvertTruncating<float, double>(gram, exact);
        return exact;
    }

    private double At(int i, int k) => i == k
        ? Diagonal[i]
        : Diagonal[i] == 0 || Diagonal[k] == 0 ? 0 : gram[i * width + k] - TotalWeight * Means[i] * Means[k];
}
