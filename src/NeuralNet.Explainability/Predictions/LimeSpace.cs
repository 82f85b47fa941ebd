using System.Globalization;

namespace NeuralNet.Explainability;

/// <summary>The space of LIME's linear model: for each feature how neighbours are drawn from the background and described.</summary>
internal sealed class LimeSpace
{
    private readonly Tensor background;
    private readonly Axis[] axes;

    public LimeSpace(Tensor background, Features features, bool discretize)
    {
        this.background = background;
        Features = features;
        axes = [.. Enumerable.Range(0, features.Count).Select(feature => MakeAxis(feature, discretize))];
    }

    public Features Features { get; }

    /// <summary>The neighbourhood of a row.</summary>
    public Neighbourhood Around(ReadOnlySpan<float> row) => new(this, row.ToArray());

    private Axis MakeAxis(int feature, bool discretize)
    {
        int[] columns = [.. Features.Columns(feature)];
        if (columns.Length > 1)
            return new CategoryAxis(background, columns);
        float[] values = [.. Enumerable.Range(0, background.Rows).Select(row => background.Row(row)[columns[0]])];
        return discretize ? new QuartileAxis(columns[0], values, Features.Names[feature]) : new ContinuousAxis(columns[0], values);
    }

    /// <summary>Draws neighbours of one row.</summary>
    public sealed class Neighbourhood(LimeSpace space, float[] row)
    {
        private readonly double[] places = [.. space.axes.Select(axis => axis.Place(row))];
        private readonly int[] quarters = [.. space.axes.Select(axis => axis.Quarter(row))];

        /// <summary>For each feature what it meets in the row, as text; null if no feature is described so.</summary>
        public string[]? Conditions { get; } = space.axes.Any(axis => axis is QuartileAxis)
            ? [.. space.axes.Select((axis, feature) => axis.Condition(row) ?? space.Features.Describe(feature, row))]
            : null;

        /// <summary>Writes the row itself and its place in the linear model's space.</summary>
        /// <returns>Its distance, 0.</returns>
        public double WriteRow(Span<float> target, Span<double> line)
        {
            row.CopyTo(target);
            places.CopyTo(line);
            return 0;
        }

        /// <summary>Writes a neighbour and its place in the linear model's space.</summary>
        /// <returns>Its squared distance from the row.</returns>
        public double Draw(RandomStream random, Span<float> target, Span<double> line)
        {
            double squares = 0;
            for (int feature = 0; feature < line.Length; feature++)
            {
                line[feature] = space.axes[feature].Draw(random, row, quarters[feature], target);
                double distance = line[feature] - places[feature];
                squares += distance * distance;
            }

            return squares;
        }
    }

    /// <summary>How one feature is drawn, and its place in the linear model's space.</summary>
    private abstract class Axis
    {
        /// <summary>The place of the row itself.</summary>
        public abstract double Place(float[] row);

        /// <summary>Draws the feature's values into a neighbour.</summary>
        /// <returns>The neighbour's place.</returns>
        public abstract double Draw(RandomStream random, float[] row, int rowQuarter, Span<float> neighbour);

        /// <summary>The quarter that the row lies in, found once for all draws; 0 for a feature that is not cut.</summary>
        public virtual int Quarter(float[] row) => 0;

        /// <summary>What the feature meets in the row, as text; null if it is described by its value.</summary>
        public virtual string? Condition(float[] row) => null;
    }

    /// <summary>A number cut at the background's quartiles: 1 in the quarter of the row, 0 elsewhere. Drawn from the background.</summary>
    private sealed class QuartileAxis : Axis
    {
        private readonly int column;
        private readonly float[] values;
        private readonly float[] limits;
        private readonly int[] quarters;
        private readonly string name;

        public QuartileAxis(int column, float[] values, string name)
        {
            this.column = column;
            this.values = values;
            this.name = name;
            float[] sorted = [.. values.Order()];
            limits = [.. new[] { 0.25, 0.5, 0.75 }.Select(share => Quantile(sorted, share)).Distinct().Where(limit => limit < sorted[^1])];
            quarters = [.. values.Select(Quarter)];
        }

        public override double Place(float[] row) => 1;

        public override double Draw(RandomStream random, float[] row, int rowQuarter, Span<float> neighbour)
        {
            int drawn = random.NextInt32(values.Length);
            neighbour[column] = values[drawn];
            return quarters[drawn] == rowQuarter ? 1 : 0;
        }

        public override int Quarter(float[] row) => Quarter(row[column]);

        public override string Condition(float[] row)
        {
            int quarter = Quarter(row[column]);
            string lower = quarter > 0 ? $"{Text(limits[quarter - 1])} < " : "";
            string upper = quarter < limits.Length ? $" ≤ {Text(limits[quarter])}" : "";
            return limits.Length == 0 ? $"{name} is constant" : lower + name + upper;
        }

        private static string Text(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);

        /// <summary>A quantile by linear interpolation between the two nearest values.</summary>
        private static float Quantile(float[] sorted, double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
            return (float)(sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]));
        }

        private int Quarter(float value)
        {
            int quarter = 0;
            while (quarter < limits.Length && value > limits[quarter])
                quarter++;
            return quarter;
        }
    }

    /// <summary>A number as its distance from the mean in standard deviations. Drawn from the normal distribution of both.</summary>
    private sealed class ContinuousAxis : Axis
    {
        private readonly int column;
        private readonly double mean, deviation;

        public ContinuousAxis(int column, float[] values)
        {
            this.column = column;
            mean = values.Average(value => (double)value);
            deviation = values.Distinct().Count() == 1 ? 0 : Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        }

        public override double Place(float[] row) => deviation > 0 ? (row[column] - mean) / deviation : 0;

        public override double Draw(RandomStream random, float[] row, int rowQuarter, Span<float> neighbour)
        {
            double place = deviation > 0 ? random.NextNormal() : 0;
            neighbour[column] = (float)(mean + place * deviation);
            return place;
        }
    }

    /// <summary>A group of columns: 1 if they are all as in the row, else 0. Drawn together from the background.</summary>
    private sealed class CategoryAxis(Tensor background, int[] columns) : Axis
    {
        public override double Place(float[] row) => 1;

        public override double Draw(RandomStream random, float[] row, int rowQuarter, Span<float> neighbour)
        {
            ReadOnlySpan<float> drawn = background.Row(random.NextInt32(background.Rows));
            bool isSame = true;
            foreach (int column in columns)
            {
                neighbour[column] = drawn[column];
                isSame &= drawn[column] == row[column];
            }

            return isSame ? 1 : 0;
        }
    }
}
