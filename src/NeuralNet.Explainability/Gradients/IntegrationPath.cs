using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The integral of the gradient along the straight path between two rows, by a rule over given points, or from kink to kink. The gradients
/// stay in the memory of the passes that computed them until the path is disposed; if the rows are so large that their points take several
/// blocks, only the gradients are kept, and the memory of the whole model serves one block after the other.
/// </summary>
internal sealed class IntegrationPath : IDisposable
{
    /// <summary>The maximum number of points for each point of the rule.</summary>
    private const int MaxGrowth = 4;

    /// <summary>The rise between two points, as a fraction of the output, below which it is rounding.</summary>
    private const double Rounding = 4e-7;

    /// <summary>The minimum number of points that are inserted at a time.</summary>
    private const int MinInserted = 8;

    private readonly Model model;
    private readonly int output;
    private readonly Shape row;
    private readonly float[] from, to, way;
    private readonly List<KeptGradients?> kept = [];
    private Point[] points = [];

    public IntegrationPath(Model model, int output, Shape row, ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        this.model = model;
        this.output = output;
        this.row = row;
        this.from = from.ToArray();
        this.to = to.ToArray();
        way = new float[to.Length];
        TensorPrimitives.Subtract(to, from, way);
    }

    /// <summary>The output at the end.</summary>
    public float Prediction => points[^1].Value;

    /// <summary>The output at the beginning.</summary>
    public float BaseValue => points[0].Value;

    /// <summary>Differentiates the output at points of the path; the first and the last are its ends, 0 and 1.</summary>
    public void Begin(ReadOnlySpan<float> nodes, Run run)
    {
        var begun = new Point[nodes.Length];
        for (int i = 0; i < begun.Length; i++)
            begun[i].T = nodes[i];
        int blocks = PointBlocks.Count(begun.Length, way.Length);
        kept.AddRange(new KeptGradients?[blocks]);
        Blocks.Run(blocks, run, block => DifferentiateBlock(block, block, blocks, begun));
        points = begun;
    }

    /// <summary>
    /// Gives the points the weights of a rule, and returns whether the integral is the change of the output, to a tolerance.
    /// </summary>
    public bool TryRule(ReadOnlySpan<double> weights, double tolerance)
    {
        double change = (double)Prediction - BaseValue, sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            points[i].Weight = weights[i];
            sum += weights[i] * points[i].Slope;
        }

        return Math.Abs(change - sum) <= tolerance * Math.Abs(change);
    }

    /// <summary>
    /// Computes weights for an output with kinks. Between two points the gradient is assumed to jump once, from that of the first to that
    /// of the second, at the position that gives the rise of the output between the two, which is exact for a single kink. Where no place
    /// gives it, there are more kinks, and a point is inserted, until the tolerance or the maximum number of points is reached.
    /// </summary>
    public void FollowKinks(double tolerance, CancellationToken cancellationToken)
    {
        int maxPoints = MaxGrowth * points.Length;
        double missing = tolerance * Math.Abs((double)Prediction - BaseValue);
        for (Point[] more = Doubtful(missing); more.Length > 0 && points.Length + more.Length <= maxPoints; more = Doubtful(missing))
        {
            cancellationToken.ThrowIfCancellationRequested();
            DifferentiateMore(more);
            points = Merge(points, more);
        }

        for (int i = 0; i < points.Length; i++)
            points[i].Weight = 0;
        for (int i = 0; i + 1 < points.Length; i++)
        {
            Cell cell = CellAt(i);
            points[i].Weight += cell.First;
            points[i + 1].Weight += cell.Length - cell.First;
        }
    }

    /// <summary>Adds the values of the columns: way · Σ weight · gradient.</summary>
    public void AddTo(Span<double> values)
    {
        for (int block = 0; block < kept.Count; block++)
        {
            double[] weights = new double[kept[block]!.Count];
            foreach (ref readonly Point point in points.AsSpan())
            {
                if (point.Block == block)
                    weights[point.Place] = point.Weight;
            }

            ColumnSums.AddWeighted(kept[block]!.Values, weights, values);
        }

        for (int column = 0; column < values.Length; column++)
            values[column] *= way[column];
    }

    public void Dispose()
    {
        foreach (KeptGradients? gradients in kept)
            gradients?.Dispose();
    }

    /// <summary>
    /// Returns the midpoints of the cells whose error is more than their part of the tolerance; none if the whole error is within it.
    /// </summary>
    private Point[] Doubtful(double tolerance)
    {
        double missing = 0, maximum = 0;
        for (int i = 0; i + 1 < points.Length; i++)
            missing += CellAt(i).Missing;
        if (missing <= tolerance)
            return [];

        foreach (ref readonly Point point in points.AsSpan())
            maximum = Math.Max(maximum, Math.Abs(point.Value));
        double maxMissing = Math.Max(Rounding * maximum, tolerance / (2 * (points.Length - 1)));
        var middles = new List<Point>();
        for (int i = 0; i + 1 < points.Length; i++)
        {
            float start = points[i].T, end = points[i + 1].T, middle = (start + end) / 2;
            if (CellAt(i).Missing > maxMissing && middle != start && middle != end)
                middles.Add(new Point { T = middle });
        }

        return [.. middles];
    }

    private Cell CellAt(int index)
    {
        ref readonly Point start = ref points[index], end = ref points[index + 1];
        double length = (double)end.T - start.T, rise = (double)end.Value - start.Value;
        double first = start.Slope == end.Slope
            ? length / 2
            : Math.Clamp((rise - length * end.Slope) / (start.Slope - end.Slope), 0, length);
        return new Cell(length, first, Math.Abs(rise - first * start.Slope - (length - first) * end.Slope));
    }

    private void DifferentiateMore(Point[] more)
    {
        int blocks = PointBlocks.Count(more.Length, way.Length), known = kept.Count;
        kept.AddRange(new KeptGradients?[blocks]);
        if (blocks == 1)
        {
            // A power of two, so that the pool of the model is likely to have memory for that number.
            Differentiate(known, more, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinInserted, more.Length)));
            return;
        }

        for (int block = 0; block < blocks; block++)
            DifferentiateBlock(known + block, block, blocks, more);
    }

    private void DifferentiateBlock(int place, int block, int blocks, Point[] some)
    {
        int first = PointBlocks.First(block, blocks, some.Length), end = PointBlocks.First(block + 1, blocks, some.Length);
        Differentiate(place, some.AsSpan(first..end), end - first);
        if (blocks > 1)
            kept[place]!.LeavePass();
    }

    private void Differentiate(int block, Span<Point> some, int places)
    {
        var pass = new PointPass(model, output, row, places);
        kept[block] = new KeptGradients(pass);
        int width = way.Length;
        for (int i = 0; i < places; i++)
        {
            Span<float> x = pass.Points.Slice(i * width, width);
            // Places without a point would hold what an earlier caller left there.
            if (i >= some.Length || some[i].T == 1)
                to.CopyTo(x);
            else
                Interpolation.Write(from, to, some[i].T, x);
        }

        pass.Run();
        for (int i = 0; i < some.Length; i++)
        {
            some[i].Value = pass.Value(i);
            some[i].Slope = Interpolation.Slope(pass.Gradients.Slice(i * width, width), way);
            (some[i].Block, some[i].Place) = (block, i);
        }
    }

    /// <summary>Merges two arrays of points, each in the order of the path.</summary>
    private static Point[] Merge(Point[] a, Point[] b)
    {
        var merged = new Point[a.Length + b.Length];
        for (int i = 0, j = 0; i + j < merged.Length;)
            merged[i + j] = j == b.Length || (i < a.Length && a[i].T < b[j].T) ? a[i++] : b[j++];
        return merged;
    }

    /// <summary>A point of the path: the output, its slope along the path, and the place of its gradient.</summary>
    private struct Point
    {
        public float T, Value;
        public double Slope, Weight;
        public int Block, Place;
    }

    /// <summary>The gradients of a block of points: those in the memory of a pass, or a copy.</summary>
    private sealed class KeptGradients(PointPass pass) : IDisposable
    {
        private float[]? copy;

        public int Count { get; } = pass.Count;

        public ReadOnlySpan<float> Values => copy ?? pass.Gradients;

        /// <summary>Copies the gradients and returns the memory of the pass.</summary>
        public void LeavePass()
        {
            copy = pass.Gradients.ToArray();
            pass.Dispose();
        }

        public void Dispose()
        {
            if (copy is null)
                pass.Dispose();
        }
    }

    /// <summary>
    /// The interval between two points: its length, the part with the slope of the first point, and the error of the rise.
    /// </summary>
    private readonly record struct Cell(double Length, double First, double Missing);
}
