using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Equations of few columns. Each part is the matrix product of its rows √w·(x, 1, y) with themselves, which holds all sums at once.
/// In single precision, which is twice as fast, a part of 512 rows is rounded to 10⁻⁶; the parts are summed in double.
/// </summary>
internal sealed class FormedNormalEquations(int columns, int parts, bool isSingle) : NormalEquations(columns, parts)
{
    /// <summary>So few columns cost nothing in double precision.</summary>
    public const int FewColumns = 16;

    private readonly double[][] partGrams = new double[parts][];
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

    protected override void AddRows(int part, ReadOnlySpan<float> x, double[] weights, double[] y, Scratch scratch)
    {
        int rows = weights.Length;
        double[] roots = new double[rows], rootsY = new double[rows];
        TensorPrimitives.Sqrt<double>(weights, roots);
        TensorPrimitives.Multiply(roots, y, rootsY);
        partGrams[part] = isSingle ? SingleGram(x, roots, rootsY, scratch) : DoubleGram(x, roots, rootsY, scratch);
        if (!isSingle)
            return;
        // All sums have to go by the same weights, the rounded ones.
        for (int i = 0; i < rows; i++)
            weights[i] = (double)(float)roots[i] * (float)roots[i];
    }

    private double[] DoubleGram(ReadOnlySpan<float> x, double[] roots, double[] rootsY, Scratch scratch)
    {
        int rows = roots.Length;
        double[] scaled = scratch.Doubles(width * rows);
        for (int k = 0; k < Columns; k++)
        {
            Span<double> column = scaled.AsSpan(k * rows, rows);
            TensorPrimitives.ConvertTruncating(x.Slice(k * rows, rows), column);
            TensorPrimitives.Multiply(column, roots, column);
        }

        roots.CopyTo(scaled, Columns * rows);
        rootsY.CopyTo(scaled, (Columns + 1) * rows);
        return Gram.OfColumns(scaled, rows, width);
    }

    private double[] SingleGram(ReadOnlySpan<float> x, double[] roots, double[] rootsY, Scratch scratch)
    {
        int rows = roots.Length;
        float[] scaled = scratch.Singles(width * rows);
        Span<float> singleRoots = scaled.AsSpan(Columns * rows, rows);
        TensorPrimitives.ConvertTruncating<double, float>(roots, singleRoots);
        TensorPrimitives.ConvertTruncating<double, float>(rootsY, scaled.AsSpan((Columns + 1) * rows, rows));
        for (int k = 0; k < Columns; k++)
            TensorPrimitives.Multiply(x.Slice(k * rows, rows), singleRoots, scaled.AsSpan(k * rows, rows));
        return Array.ConvertAll(Gram.OfColumns(scaled, rows, width), value => (double)value);
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
