using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A figure that judges predictions by their targets, collected over the batches of an epoch. It changes nothing in training. The
/// ready-made ones are static properties (<see cref="Accuracy"/>), and Keras's names convert implicitly (<c>"accuracy"</c>).
/// A metric keeps no state: each pass has its own <see cref="MetricAccumulator"/>.
/// </summary>
public abstract class Metric : IConfigurable<Metric>
{
    private string? name;

    /// <summary>
    /// The share of right predictions. With one output, those on the right side of 0.5; with several, those whose greatest output
    /// is the target's class, given as a number or one-hot (Keras: trainers/compile_utils.py, <c>get_metric</c>).
    /// </summary>
    public static Metric Accuracy { get; } = new Accuracy();

    /// <summary>The fraction of outputs that equal their targets, which is Keras's class <c>keras.metrics.Accuracy</c>.</summary>
    public static Metric EqualLabels { get; } = new EqualLabels();

    /// <summary>The share of predictions on the right side of 0.5, each output for itself.</summary>
    public static Metric BinaryAccuracy { get; } = new BinaryAccuracy();

    /// <summary>The share of rows whose greatest output is at the one-hot target's place.</summary>
    public static Metric CategoricalAccuracy { get; } = new CategoricalAccuracy();

    /// <summary>The share of rows whose greatest output is at the place that the target numbers.</summary>
    public static Metric SparseCategoricalAccuracy { get; } = new SparseCategoricalAccuracy();

    /// <summary>The share of rows whose one-hot target is among the 5 greatest outputs.</summary>
    public static Metric TopKCategoricalAccuracy { get; } = new TopKCategoricalAccuracy();

    /// <summary>The share of rows the number of whose class is among the 5 greatest outputs.</summary>
    public static Metric SparseTopKCategoricalAccuracy { get; } = new SparseTopKCategoricalAccuracy();

    /// <summary>Of what was predicted as positive, above 0.5, the share that is.</summary>
    public static Metric Precision { get; } = new Precision();

    /// <summary>Of what is positive, the share that was predicted so, above 0.5.</summary>
    public static Metric Recall { get; } = new Recall();

    /// <summary>The harmonic mean of precision and recall, for each class.</summary>
    public static Metric F1Score { get; } = new F1Score();

    /// <summary>The area under the ROC curve.</summary>
    public static Metric AUC { get; } = new AUC();

    /// <summary>The mean of (prediction − target)².</summary>
    public static Metric MeanSquaredError { get; } = From(Loss.MeanSquaredError);

    /// <summary>The root of the mean of (prediction − target)².</summary>
    public static Metric RootMeanSquaredError { get; } = new RootMeanSquaredError();

    /// <summary>The mean of |prediction − target|.</summary>
    public static Metric MeanAbsoluteError { get; } = From(Loss.MeanAbsoluteError);

    /// <summary>100 times the mean of |prediction − target| / |target|.</summary>
    public static Metric MeanAbsolutePercentageError { get; } = From(Loss.MeanAbsolutePercentageError);

    /// <summary>The mean of (log(1 + prediction) − log(1 + target))².</summary>
    public static Metric MeanSquaredLogarithmicError { get; } = From(Loss.MeanSquaredLogarithmicError);

    /// <summary>The share of the targets' variance that the predictions explain.</summary>
    public static Metric R2Score { get; } = new R2Score();

    /// <summary>The mean cosine of the angle between prediction and target.</summary>
    public static Metric CosineSimilarity { get; } = new CosineSimilarityMetric();

    /// <summary>The mean of log cosh(prediction − target).</summary>
    public static Metric LogCosh { get; } = From(Loss.LogCosh);

    /// <summary>The mean binary cross-entropy, from probabilities.</summary>
    public static Metric BinaryCrossEntropy { get; } = From(Loss.BinaryCrossEntropy);

    /// <summary>The mean categorical cross-entropy, from probabilities and one-hot targets.</summary>
    public static Metric CategoricalCrossEntropy { get; } = From(Loss.CategoricalCrossEntropy);

    /// <summary>The mean categorical cross-entropy, from probabilities and class numbers.</summary>
    public static Metric SparseCategoricalCrossEntropy { get; } = From(Loss.SparseCategoricalCrossEntropy);

    /// <summary>The mean of Σ t·log(t/p).</summary>
    public static Metric KLDivergence { get; } = From(Loss.KLDivergence);

    /// <summary>The mean of p − t·log p.</summary>
    public static Metric Poisson { get; } = From(Loss.Poisson);

    /// <summary>The mean of max(0, 1 − t·p).</summary>
    public static Metric Hinge { get; } = From(Loss.Hinge);

    /// <summary>The mean of max(0, 1 − t·p)².</summary>
    public static Metric SquaredHinge { get; } = From(Loss.SquaredHinge);

    /// <summary>The mean of max(0, 1 + the greatest output of a wrong class − that of the true one).</summary>
    public static Metric CategoricalHinge { get; } = From(Loss.CategoricalHinge);

    /// <summary>The metrics that can be made by name.</summary>
    internal static Registry<Metric> Known { get; } = MetricRegistry.Create();

    static Registry<Metric> IConfigurable<Metric>.Known => Known;

    /// <summary>
    /// The name under which results are reported; the class's name in snake case unless set. Of two metrics of one name, the second is
    /// reported as <c>name_1</c>, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or that of a figure which Fit reports itself.</exception>
    public string Name
    {
        get => name ?? DefaultName;
        init => name = CheckName(value);
    }

    /// <summary>
    /// Gets a value indicating whether greater values are better or smaller ones, which is what EarlyStopping's automatic mode asks.
    /// </summary>
    public abstract MetricDirection Direction { get; }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The name of the results unless one is set.</summary>
    protected internal abstract string DefaultName { get; }

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds a metric by Keras's name; its results are reported under the name as typed. Null stays null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Metric?(string? name)
    {
        if (name is null)
            return null;
        Metric metric = Known.Create(name, nameof(name));
        metric.name = name;
        return metric;
    }

    /// <summary>A loss as a metric: the weighted mean of the rows' losses. Null stays null.</summary>
    [return: NotNullIfNotNull(nameof(loss))]
    public static implicit operator Metric?(Loss? loss) => loss is null ? null : From(loss);

    /// <summary>A loss as a metric: the weighted mean of the rows' losses. Smaller is better.</summary>
    public static Metric From(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new LossMetric(loss);
    }

    /// <summary>Computes the metric of a batch of predictions, as Keras's <c>metric(y_true, y_pred)</c> does first.</summary>
    /// <param name="target">The targets, in the shape that the metric takes for the predictions.</param>
    /// <param name="prediction">The predictions, whose rows are their last axis: at least one.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a target means nothing to the metric.</exception>
    public double Call(Tensor target, Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Rank == 0 || prediction.Length == 0)
        {
            throw new ArgumentException(
                $"The metric '{Name}' takes predictions of at least one row; their shape is {prediction.Shape}.", nameof(prediction));
        }

        Metric metric = Resolve(target.Shape, prediction.Shape);
        Shape expected = metric.TargetShape(prediction.Shape);
        if (target.Rank == 0 || target.Rows != prediction.Rows || target.Length != expected.Size)
        {
            throw new ArgumentException(
                $"The metric '{Name}' takes targets of shape {expected} for predictions of shape {prediction.Shape}; they have {target.Shape}.",
                nameof(target));
        }

        metric.CheckTargets(target.Reshape(expected), prediction.Shape);
        MetricAccumulator accumulator = metric.CreateAccumulator();
        accumulator.Update(target.Data, prediction.Data, prediction.Shape.Last, []);
        return accumulator.Result;
    }

    /// <summary>Starts a count from nothing.</summary>
    protected internal abstract MetricAccumulator CreateAccumulator();

    /// <summary>The metric that this one stands for with data of these shapes; itself, unless it is "accuracy".</summary>
    protected internal virtual Metric Resolve(Shape target, Shape prediction) => this;

    /// <summary>
    /// The shape of the targets for predictions of this shape, batch axis included; the predictions' own unless overridden.
    /// </summary>
    protected internal virtual Shape TargetShape(Shape prediction) => prediction;

    /// <summary>Checks the targets, in the shape that <see cref="TargetShape"/> asks for, before any of them is counted.</summary>
    /// <exception cref="ArgumentException">A target means nothing to this metric; the message says which and why.</exception>
    internal virtual void CheckTargets(Tensor target, Shape prediction)
    {
    }

    /// <summary>
    /// Writes the settings that make this metric again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("name", Name);
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Reads what all metrics have in common.</summary>
    internal void ReadShared(Configuration configuration) =>
        name = configuration.GetString("name") is { } given ? CheckName(given) : null;

    /// <summary>Fit has names of its own in the same list: the loss, the figures of the validation, the learning rate.</summary>
    /// <exception cref="ArgumentException">The name is empty or one of these.</exception>
    internal static string CheckName(string name)
    {
        bool isFree = !string.IsNullOrWhiteSpace(name) && name is not ("loss" or "learning_rate")
            && !name.StartsWith("val_", StringComparison.Ordinal);
        return isFree
            ? name
            : throw new ArgumentException($"A metric's name must have a letter, must not be loss or learning_rate and not begin with val_, which are names of figures that Fit reports itself; it was '{name}'.", nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
