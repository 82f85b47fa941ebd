namespace NeuralNet.Explainability;

/// <summary>
/// The integral of the gradient on the straight way between two rows, for an output with kinks on the way. Between two points the
/// gradient is taken to jump once from the one's to the other's, there where the rise of the output between them comes out right,
/// which is exact for a single kink. Where it cannot come out right there are more kinks, and a point is put between.
/// </summary>
internal sealed class KinkedPath
{
    /// <summary>How many points there may be for each one at the beginning.</summary>
    private const int MostGrowth = 4;

    /// <summary>Rises below this share of the output are rounding.</summary>
    private const double Rounding = 4e-7;

    private readonly Model model;
    private readonly int output;
    private readonly float[] from, to;
    private readonly List<Point> points;
    private readonly int mostPoints;

    public KinkedPath(Model model, int output, ReadOnlySpan<float> from, ReadOnlySpan<float> to, float[] nodes)
    {
        this.model = model;
        this.output = output;
        this.from = from.ToArray();
        this.to = to.ToArray();
        points = Evaluate([0, .. nodes, 1]);
        mostPoints = MostGrowth * points.Count;
    }

    /// <summary>The values of the columns: their shares of the rise, to within a tolerance as far as the points allow.</summary>
    public double[] Integrate(double tolerance, CancellationToken cancellationToken)
    {
        for (float[] more = Doubtful(tolerance); more.Length > 0 && points.Count + more.Length <= mostPoints; more = Doubtful(tolerance))
        {
            cancellationToken.ThrowIfCancellationRequested();
            points.AddRange(Evaluate(more));
            points.Sort((a, b) => a.T.CompareTo(b.T));
        }

        double[] values = new double[from.Length];
        for (int i = 0; i + 1 < points.Count; i++)
        {
            Cell cell = CellAt(i);
            Add(points[i].Gradient, cell.First, values);
            Add(points[i + 1].Gradient, cell.Length - cell.First, values);
        }

        for (int column = 0; column < values.Length; column++)
            values[column] *= (double)to[column] - from[column];
        return values;
    }

    /// <summary>The middles of the cells that miss more than their part of the tolerance, if all together miss the whole.</summary>
    private float[] Doubtful(double tolerance)
    {
        Cell[] cells = [.. Enumerable.Range(0, points.Count - 1).Select(CellAt)];
        double rounding = Rounding * points.Max(point => Math.Abs(point.Value));
        if (cells.Sum(cell => cell.Missing) <= tolerance)
            return [];
        return [.. Enumerable.Range(0, cells.Length)
            .Where(i => cells[i].Missing > Math.Max(rounding, tolerance / (2 * cells.Length)))
            .Select(i => (points[i].T + points[i + 1].T) / 2)
            .Where((middle, _) => !points.Exists(point => point.T == middle))];
    }

    private Cell CellAt(int index)
    {
        Point start = points[index], end = points[index + 1];
        double length = (double)end.T - start.T, rise = (double)end.Value - start.Value;
        double first = start.Slope == end.Slope
            ? length / 2
            : Math.Clamp((rise - length * end.Slope) / (start.Slope - end.Slope), 0, length);
        return new Cell(length, first, Math.Abs(rise - first * start.Slope - (length - first) * end.Slope));
    }

    private List<Point> Evaluate(float[] nodes)
    {
        var rows = new Tensor(model.InputShapes[0].WithBatch(nodes.Length));
        var outputGradient = new Tensor(model.OutputShapes[0].WithBatch(nodes.Length));
        for (int i = 0; i < nodes.Length; i++)
        {
            Interpolation.Write(from, to, nodes[i], rows.Row(i));
            outputGradient.Row(i)[output] = 1;
        }

        float[] values = new Predictor(model.Predict).Predict(rows, output);
        Tensor gradients = model.InputGradient(rows, outputGradient);
        return [.. nodes.Select((node, i) => new Point(node, values[i], Slope(gradients.Row(i)), gradients.Row(i).ToArray()))];
    }

    private double Slope(ReadOnlySpan<float> gradient)
    {
        double slope = 0;
        for (int i = 0; i < gradient.Length; i++)
            slope += gradient[i] * ((double)to[i] - from[i]);
        return slope;
    }

    private static void Add(float[] gradient, double weight, double[] sums)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += weight * gradient[i];
    }

    /// <summary>A point on the way: the output, its slope along the way, and its gradient.</summary>
    private readonly record struct Point(float T, float Value, double Slope, float[] Gradient);

    /// <summary>What lies between two points: its length, how much of it has the first point's slope, and what is missed so.</summary>
    private readonly record struct Cell(double Length, double First, double Missing);
}
