using System.Globalization;
using System.Text;

namespace NeuralNet.Explainability;

/// <summary>
/// The dependence of an output on one feature, which is set to each value of a grid in every row while the others stay as they are. The
/// mean over the rows is the partial dependence (Friedman, "Greedy function approximation", 2001), the curve of each row its individual
/// conditional expectation, ICE (Goldstein et al., "Peeking inside the black box", 2015).
/// </summary>
public sealed class PartialDependence
{
    private PartialDependence(
        string feature, int output, string? outputName, Grid grid, double[] predictions, int rows)
    {
        Feature = feature;
        Output = output;
        OutputName = outputName;
        GridValues = grid.Values;
        GridLabels = grid.Labels;
        int points = grid.Labels.Length;
        Curves = new Tensor([rows, points], Array.ConvertAll(predictions, value => (float)value));
        Mean = [.. Enumerable.Range(0, points)
            .Select(point => Enumerable.Range(0, rows).Average(row => predictions[row * points + point]))];
    }

    /// <summary>The feature that is varied.</summary>
    public string Feature { get; }

    /// <summary>The number of the output.</summary>
    public int Output { get; }

    /// <summary>The label of the output; null if the model has no <see cref="Model.Labels"/> or is not known.</summary>
    public string? OutputName { get; }

    /// <summary>The values of the feature; for a category, the indices of its columns within the group.</summary>
    public IReadOnlyList<float> GridValues { get; }

    /// <summary>The values as text; for a category, the names of its columns.</summary>
    public IReadOnlyList<string> GridLabels { get; }

    /// <summary>The mean output at each value: the partial dependence.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The output of each row at each value, (rows, values): the ICE curves.</summary>
    public Tensor Curves { get; }

    /// <summary>Varies one feature.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="x">The rows that the feature is varied in.</param>
    /// <param name="feature">
    /// The name of the feature; a group counts as the one-hot columns of a category. For a model with encoders and without
    /// <paramref name="features"/>, it is the name of a column of categories or of a value: <c>job</c>, <c>age</c>.
    /// </param>
    /// <param name="output">The index of the output; required if there are several.</param>
    /// <param name="points">
    /// The maximum number of values, evenly from the minimum to the maximum of the feature; 20 by default. A feature with fewer distinct
    /// values takes each of them.
    /// </param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <param name="progress">The receiver of the fraction of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the work between two batches.</param>
    /// <exception cref="ArgumentException">
    /// There are several outputs and none is chosen, there is no such feature, it is constant, it is a group whose columns are not
    /// one-hot, the features do not fit the rows, or the rows are none or contain NaN or infinity.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output, or there are less than two points.</exception>
    /// <exception cref="InvalidOperationException">The model gives NaN or infinity, or another number of rows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PartialDependence Of(
        Func<Tensor, Tensor> predict, Tensor x, string feature, int? output = null, int points = 20, Features? features = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var function = new PredictionFunction(predict);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(output ?? 0, nameof(output));
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        Tensor rows = Data.Rows(x, rowShape: null, nameof(x));
        Features named = Features.For(rows.Shape.WithoutBatch(), features, function.Model);
        int[] columns = ColumnsOf(named, feature, rows, isDefault: features is null);
        Grid grid = columns.Length == 1 ? Grid.OfNumbers(rows, columns[0], feature, points)
            : Grid.OfCategory(named, rows, columns, feature);

        int chosen = output ?? OutputChoice.Single(
            null, function.Predict(Data.RowAt(rows, 0).Reshape(rows.Shape.WithoutBatch().WithBatch(1))).RowLength, function.Model);
        var run = new Run(seed: 0, progress, cancellationToken);
        double[] predictions = function.Means(
            rows.Rows * grid.Labels.Length, rowsPerItem: 1, rows.Shape.WithoutBatch(), Write, chosen, run);
        return new PartialDependence(feature, chosen, ModelOutputs.NameOf(function.Model, chosen), grid, predictions, rows.Rows);

        void Write(int item, int firstRow, Span<float> target)
        {
            rows.Row(item / grid.Labels.Length).CopyTo(target);
            int point = item % grid.Labels.Length;
            for (int i = 0; i < columns.Length; i++)
                target[columns[i]] = columns.Length == 1 ? grid.Values[point] : i == point ? 1 : 0;
        }
    }

    /// <summary>Varies one feature of a model, whose labels and feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor, string, int?, int, Features?, IProgress{double}, CancellationToken)"/>
    public static PartialDependence Of(
        Model model, Tensor x, string feature, int? output = null, int points = 20, Features? features = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default) => Of(
            PredictionFunction.FunctionOf(model, nameof(PartialDependence)),
            x, feature, output, points, features, progress, cancellationToken);

    /// <summary>Returns the partial dependence as a table.</summary>
    public override string ToString()
    {
        double minimum = Mean.Min(), range = Mean.Max() - minimum;
        int width = GridLabels.Max(label => label.Length);
        var text = new StringBuilder().AppendLine(
            CultureInfo.InvariantCulture,
            $"Partial dependence of {AttributionText.Output(Output, OutputName)} on {Feature}, mean of {Curves.Shape[0]} rows");
        for (int point = 0; point < GridLabels.Count; point++)
        {
            string bar = new('█', range > 0 ? (int)Math.Round(24 * (Mean[point] - minimum) / range) : 0);
            text.AppendLine($"{GridLabels[point].PadLeft(width)}  {BarTable.Number(Mean[point])}  {bar}".TrimEnd());
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// Returns the columns of a feature. Without features of the caller, the name of a single value counts too, if no group has it, or the
    /// group is no category: a number and the indicator of its missing values.
    /// </summary>
    private static int[] ColumnsOf(Features named, string feature, Tensor rows, bool isDefault)
    {
        if (isDefault && named.FindColumn(feature) is int column
            && (!named.Names.Contains(feature) || !Grid.IsCategory(rows, named.Columns(named.IndexOf(feature)))))
            return [column];
        return [.. named.Columns(named.IndexOf(feature, nameof(feature)))];
    }

    private sealed record Grid(float[] Values, string[] Labels)
    {
        public static Grid OfNumbers(Tensor rows, int column, string feature, int points)
        {
            float[] different = [.. Enumerable.Range(0, rows.Rows).Select(row => rows.Row(row)[column]).Distinct().Order()];
            if (different.Length == 1)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The feature '{feature}' is {different[0]} in all rows; there is nothing to vary."),
                    nameof(feature));
            }

            float[] values = different.Length <= points
                ? different
                : [.. Enumerable.Range(0, points).Select(
                    point => (float)(different[0] + ((double)different[^1] - different[0]) * point / (points - 1)))];
            string[] labels = [.. values.Select(Features.Text)];
            return labels.Distinct().Count() == labels.Length
                ? new Grid(values, labels)
                : new Grid(values, [.. values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]);
        }

        public static Grid OfCategory(Features features, Tensor rows, int[] columns, string feature)
        {
            if (RowOfNoCategory(rows, columns) is int row)
                throw new ArgumentException(
                    $"The group '{feature}' has columns of other values than one 1 among zeros, in row {row}. Only the columns of one "
                    + "category can be varied together; vary numbers one by one.", nameof(feature));
            return new([.. columns.Select((_, i) => (float)i)], [.. columns.Select(features.ColumnName)]);
        }

        public static bool IsCategory(Tensor rows, IReadOnlyList<int> columns) => RowOfNoCategory(rows, columns) is null;

        /// <summary>Returns the first row in which columns are not those of a category; null if there is none.</summary>
        private static int? RowOfNoCategory(Tensor rows, IReadOnlyList<int> columns)
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                if (!IsOneHot(rows.Row(row), columns))
                    return row;
            }

            return null;
        }

        /// <summary>Returns whether columns are one 1 among zeros, or zeros alone, which represent a level that was left out.</summary>
        private static bool IsOneHot(ReadOnlySpan<float> row, IReadOnlyList<int> columns)
        {
            int ones = 0;
            foreach (int column in columns)
            {
                if (row[column] is not (0 or 1))
                    return false;
                ones += (int)row[column];
            }

            return ones <= 1;
        }
    }
}
