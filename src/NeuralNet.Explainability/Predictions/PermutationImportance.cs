using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// The loss of quality, by a metric, when a feature's values are shuffled over the rows, so that they no longer belong to their targets.
/// Breiman, "Random forests", 2001; Fisher, Rudin and Dominici, "All models are wrong, but many are useful", 2019.
/// </summary>
public sealed class PermutationImportance
{
    private readonly double[][] scores;

    private PermutationImportance(Features features, Metric metric, double score, double[][] scores)
    {
        Features = features;
        MetricName = metric.Name;
        Score = score;
        this.scores = scores;
        double sign = metric.Direction == MetricDirection.Up ? 1 : -1;
        Means = [.. scores.Select(repeats => repeats.Average(shuffled => sign * (score - shuffled)))];
        Spreads = [.. scores.Select(Deviation)];
    }

    /// <summary>The features that were shuffled.</summary>
    public Features Features { get; }

    /// <summary>The name of the metric.</summary>
    public string MetricName { get; }

    /// <summary>The metric on the original rows.</summary>
    public double Score { get; }

    /// <summary>The loss of quality when each feature is shuffled, as the mean of the repeats.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The standard deviation of the loss of quality of each feature over the repeats; 0 for one repeat.</summary>
    public IReadOnlyList<double> Spreads { get; }

    /// <summary>The features by their importance, in descending order.</summary>
    public IReadOnlyList<(string Name, double Mean, double Spread)> Ranking =>
        [.. Enumerable.Range(0, Features.Count).OrderByDescending(feature => Means[feature])
            .Select(feature => (Features.Names[feature], Means[feature], Spreads[feature]))];

    /// <summary>Computes the importance of every feature.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="x">The rows, preferably not those of the training.</param>
    /// <param name="y">The targets of the rows.</param>
    /// <param name="metric">
    /// The metric, or its name in Keras. The area under a curve, <see cref="AUC"/>, is computed exactly, with every prediction as a
    /// threshold: the few thresholds of training hide differences between features.
    /// </param>
    /// <param name="repeats">The number of times that each feature is shuffled, 5 by default.</param>
    /// <param name="features">
    /// Names and groups of the values of a row; a group is shuffled as a whole. A feature that is constant in x has the importance 0.
    /// </param>
    /// <param name="seed">The seed of the random orders.</param>
    /// <param name="progress">The receiver of the fraction of the work that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the work between two predictions.</param>
    /// <exception cref="ArgumentException">
    /// The rows, the targets, the metric or the features do not fit together, there are less than two rows, or a value is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of repeats is less than one.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model gives NaN or infinity or another number of rows, or the metric is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PermutationImportance Of(
        Func<Tensor, Tensor> predict, Tensor x, Tensor y, Metric metric, int repeats = 5, Features? features = null,
        int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var function = new PredictionFunction(predict);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repeats);
        Tensor rows = Data.Rows(x, rowShape: null, nameof(x));
        if (rows.Rows < 2)
            throw new ArgumentException("One row cannot be shuffled; x must have at least two.", nameof(x));
        if (!TensorPrimitives.IsFiniteAll<float>(y.AsSpan()))
            throw new ArgumentException("y contains NaN or infinity. Replace it by a number, or leave its row out.", nameof(y));
        Features shuffled = Features.For(rows.Shape.WithoutBatch(), features, function.Model);

        double score = Evaluate(metric, y, function.Predict(rows.Clone()));
        double[][] scores = [.. Enumerable.Range(0, shuffled.Count).Select(_ => new double[repeats])];
        Blocks.Run(shuffled.Count * repeats, new Run(seed, progress, cancellationToken), block =>
        {
            int feature = block / repeats, repeat = block % repeats;
            var random = new RandomStream(seed, feature, repeat);
            scores[feature][repeat] = Evaluate(metric, y, function.Predict(Shuffle(rows, shuffled.ColumnSpan(feature), random)));
        });
        return new PermutationImportance(shuffled, metric, score, scores);
    }

    /// <summary>Computes the importance of every feature of a model, whose feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor, Tensor, Metric, int, Features?, int, IProgress{double}, CancellationToken)"/>
    public static PermutationImportance Of(
        Model model, Tensor x, Tensor y, Metric metric, int repeats = 5, Features? features = null,
        int seed = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default) => Of(
            PredictionFunction.FunctionOf(model, nameof(PermutationImportance)),
            x, y, metric, repeats, features, seed, progress, cancellationToken);

    /// <summary>Returns the metric after each shuffling of a feature.</summary>
    /// <exception cref="ArgumentException">There is no such feature; the message lists the features.</exception>
    public IReadOnlyList<double> Scores(string feature) => scores[Features.IndexOf(feature, nameof(feature))];

    /// <summary>Returns the importances as a table in descending order.</summary>
    public override string ToString() => BarTable.Format(
        $"Permutation importance for {MetricName}: {BarTable.Number(Score)} as it is",
        ["feature", "worse by"],
        [.. Ranking.Select(entry => new BarTable.Line(
            [entry.Name], entry.Mean, $"{BarTable.Number(entry.Mean)} ± {BarTable.Number(entry.Spread)}"))]);

    private static Tensor Shuffle(Tensor rows, ReadOnlySpan<int> columns, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        random.Shuffle(order.AsSpan());
        Tensor shuffled = rows.Clone();
        for (int row = 0; row < order.Length; row++)
        {
            foreach (int column in columns)
                shuffled.Row(row)[column] = rows.Row(order[row])[column];
        }

        return shuffled;
    }

    private static double Evaluate(Metric metric, Tensor y, Tensor prediction)
    {
        ReadOnlySpan<float> outputs = prediction.AsSpan();
        for (int i = 0; i < outputs.Length; i++)
            PredictionFunction.RequireFinite(outputs[i], i % prediction.RowLength);
        double score = ScoreOf(metric is AUC auc ? Exact(auc, y) : metric, y, prediction);
        return double.IsFinite(score)
            ? score
            : throw new InvalidOperationException(
                $"The metric '{metric.Name}' is not finite on these rows, so no importance can be computed. Check what the metric does "
                + "with the targets and the model's outputs.");
    }

    /// <exception cref="ArgumentException">The targets do not fit the predictions or the metric.</exception>
    private static double ScoreOf(Metric metric, Tensor y, Tensor prediction)
    {
        try
        {
            return metric.Call(y, prediction);
        }
        catch (ArgumentException exception) when (exception.ParamName == "target")
        {
            throw new ArgumentException($"y does not fit. {exception.Message}", nameof(y), exception);
        }
    }

    /// <summary>Returns the same curve with every prediction as a threshold.</summary>
    /// <exception cref="ArgumentException">All targets are of one class.</exception>
    private static AUC Exact(AUC auc, Tensor y) => y.AsSpan().Contains(0) && y.AsSpan().ContainsAnyExcept(0)
        ? new AUC(curve: auc.Curve, exact: true)
        : throw new ArgumentException("The area under a curve needs targets of both classes, 0 and 1; y has one class alone.", nameof(y));

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) : 0;
    }
}
