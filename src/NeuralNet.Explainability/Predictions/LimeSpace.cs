namespace NeuralNet.Explainability;

/// <summary>The space of LIME's linear model: for each feature how neighbours are drawn from the background and described.</summary>
internal sealed class LimeSpace
{
    private readonly LimeAxis[] axes;

    public LimeSpace(Tensor background, Features features, bool discretize)
    {
        RequireVariation(background, features);
        Features = features;
        axes = [.. Enumerable.Range(0, features.Count).Select(feature => MakeAxis(background, features, feature, discretize))];
    }

    public Features Features { get; }

    /// <summary>The neighbourhood of a row.</summary>
    public Neighbourhood Around(ReadOnlySpan<float> row) => new(this, row.ToArray());

    private static LimeAxis MakeAxis(Tensor background, Features features, int feature, bool discretize)
    {
        int[] columns = [.. features.Columns(feature)];
        if (columns.Length > 1)
            return new CategoryAxis(columns, background);
        float[] values = [.. Enumerable.Range(0, background.Rows).Select(row => background.Row(row)[columns[0]])];
        return discretize ? new QuartileAxis(columns[0], values, features.Names[feature]) : new ContinuousAxis(columns[0], values);
    }

    /// <exception cref="ArgumentException">A feature is constant.</exception>
    private static void RequireVariation(Tensor background, Features features)
    {
        string[] constant = [.. Enumerable.Range(0, features.Count)
            .Where(feature => features.IsConstant(feature, background)).Select(feature => $"'{features.Names[feature]}'")];
        if (constant.Length == 0)
            return;
        string named = string.Join(", ", constant.Take(5)) + (constant.Length > 5 ? $" and {constant.Length - 5} more" : "");
        string where = background.Rows == 1 ? "the only row" : $"all {background.Rows} rows";
        throw new ArgumentException(
            $"Constant in {where} of the background: {named}. LIME cannot vary what is constant, so its effect is unknown. Give a "
            + "background in which it varies, put it into a group with features that vary (Features.Group, Features.Patches), or use "
            + "KernelShap, to which a feature that is always the same is worth 0.", nameof(background));
    }

    /// <summary>Draws neighbours of one row.</summary>
    public sealed class Neighbourhood
    {
        /// <summary>Few enough that the lines of the cache that one feature touches are still there for the next one.</summary>
        private const int RowsAtATime = 64;

        private readonly float[] row;
        private readonly bool isNormal;
        private readonly LimeAxis.Drawing[] drawings;

        public Neighbourhood(LimeSpace space, float[] row)
        {
            this.row = row;
            isNormal = Array.Exists(space.axes, axis => axis.IsNormal);
            drawings = Array.ConvertAll(space.axes, axis => axis.Around(row));
            Places = Array.ConvertAll(drawings, drawing => drawing.Place);
            Conditions = space.axes.Any(axis => axis is QuartileAxis)
                ? [.. space.axes.Select((axis, feature) => axis.Condition(row) ?? space.Features.Describe(feature, row))]
                : null;
        }

        /// <summary>The place of the row itself in the linear model's space.</summary>
        public float[] Places { get; }

        /// <summary>For each feature what it meets in the row, as text; null if no feature is described so.</summary>
        public string[]? Conditions { get; }

        /// <summary>Writes neighbours and their places, those of all neighbours for the first feature, then for the second, and so on.</summary>
        public void Draw(RandomStream random, Tensor neighbours, Span<float> places)
        {
            if (isNormal)
                RandomFill.Normal(places, 1, random);
            var lanes = new RandomLanes(random);
            int rows = neighbours.Rows, width = neighbours.RowLength;
            for (int start = 0; start < rows; start += RowsAtATime)
            {
                int count = Math.Min(RowsAtATime, rows - start);
                Span<float> some = neighbours.AsSpan().Slice(start * width, count * width);
                for (int feature = 0; feature < drawings.Length; feature++)
                    drawings[feature].Draw(ref lanes, some, width, places.Slice(feature * rows + start, count));
            }
        }

        /// <summary>Writes the row itself in the place of the first neighbour.</summary>
        public void WriteRow(Tensor neighbours, Span<float> places)
        {
            row.CopyTo(neighbours.Row(0));
            for (int feature = 0; feature < Places.Length; feature++)
                places[feature * neighbours.Rows] = Places[feature];
        }
    }
}
