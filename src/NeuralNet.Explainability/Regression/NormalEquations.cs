using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The equations XᵀWX·β = XᵀWy of weighted least squares, with the weighted means subtracted from all columns and from y, so that the
/// intercept is separate. Rows are added in parts, from any threads; parts are summed in the order of their indices, so that the number of
/// threads does not change the result. The equations may be used again for parts of the same sizes.
/// </summary>
internal abstract class NormalEquations
{
    private readonly double[][] weights, y;

    protected NormalEquations(int columns, int parts)
    {
        Columns = columns;
        weights = new double[parts][];
        y = new double[parts][];
        Means = new double[columns];
        XY = new double[columns];
        Diagonal = new double[columns];
    }

    /// <summary>Creates equations: formed if the columns are few; otherwise known by their products.</summary>
    /// <param name="columns">The number of columns of X.</param>
    /// <param name="parts">The number of parts that will be added.</param>
    /// <param name="isSingle">Whether single precision is enough.</param>
    public static NormalEquations Of(int columns, int parts, bool isSingle) => columns > FormedNormalEquations.MaxColumns
        ? new ImplicitNormalEquations(columns, parts)
        : new FormedNormalEquations(columns, parts, isSingle && columns > FormedNormalEquations.MaxDoubleColumns);

    public int Columns { get; }

    /// <summary>Σ w.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The weighted mean of y.</summary>
    public double MeanY { get; private set; }

    /// <summary>Σ w·(y − mean)².</summary>
    public double Variation { get; private set; }

    /// <summary>The weighted means of the columns.</summary>
    public double[] Means { get; }

    /// <summary>XᵀWy.</summary>
    public double[] XY { get; }

    /// <summary>The diagonal of XᵀWX; exactly 0 for a constant column.</summary>
    public double[] Diagonal { get; }

    /// <summary>The fraction of Σ w·x² that may be rounding; a column of less variation counts as constant.</summary>
    protected virtual double Rounding => 1e-12;

    /// <summary>Adds the rows of a part.</summary>
    /// <param name="part">The index of the part.</param>
    /// <param name="x">The part of X. The matrix is kept.</param>
    /// <param name="weights">A weight for each row, not negative. The array is kept, and may be rounded.</param>
    /// <param name="y">A value for each row. The array is kept.</param>
    /// <param name="scratch">Memory that is reused for other parts of the same thread.</param>
    public void Add(int part, DesignMatrix x, double[] weights, double[] y, Scratch scratch)
    {
        this.weights[part] = weights;
        this.y[part] = y;
        AddRows(part, x, weights, y, scratch);
    }

    /// <summary>Computes all sums, after the last part has been added.</summary>
    public void Complete()
    {
        TotalWeight = weights.Sum(part => TensorPrimitives.Sum<double>(part));
        MeanY = weights.Zip(y, (w, values) => TensorPrimitives.Dot<double>(w, values)).Sum() / TotalWeight;
        Variation = weights.Zip(y, Squares).Sum();
        Sum(out double[] x, out double[] xy, out double[] xx);
        for (int i = 0; i < Columns; i++)
        {
            Means[i] = x[i] / TotalWeight;
            double square = xx[i] - x[i] * Means[i];
            bool varies = square > Rounding * xx[i];
            (Diagonal[i], XY[i]) = varies ? (square, xy[i]) : (0, 0);
        }
    }

    /// <summary>Computes a column of XᵀWX.</summary>
    public abstract double[] Column(int column);

    /// <summary>Computes XᵀWX·p.</summary>
    public abstract void Multiply(double[] p, double[] product);

    /// <summary>Computes (XᵀWX + penalty·I)⁻¹·XᵀWy.</summary>
    public abstract double[] SolveRidge(double penalty, CancellationToken cancellationToken);

    protected abstract void AddRows(int part, DesignMatrix x, double[] weights, double[] y, Scratch scratch);

    /// <summary>Computes Σ w·x, Σ w·x·(y − mean) and Σ w·x² of each column, the means of x not subtracted.</summary>
    protected abstract void Sum(out double[] x, out double[] xy, out double[] xx);

    private double Squares(double[] weights, double[] values)
    {
        double[] squares = new double[values.Length];
        TensorPrimitives.Subtract(values, MeanY, squares);
        TensorPrimitives.Multiply<double>(squares, squares, squares);
        return TensorPrimitives.Dot<double>(weights, squares);
    }
}
