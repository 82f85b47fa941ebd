using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A measure of predictions against their targets over the batches of an epoch, which does not affect training. Metrics with default
/// settings are static properties (<see cref="Accuracy"/>), and Keras's names convert implicitly (<c>"accuracy"</c>). Every loss is a
/// metric as well. A metric has no state: each pass has its own <see cref="MetricAccumulator"/>.
/// </summary>
public abstract partial class Metric : IConfigurable<Metric>
{
    private string? name;

    /// <summary>The metrics that a name or a file can create; every loss is among them.</summary>
    internal static Registry<Metric> Known { get; } =
        new Registry<Metric>("metric", (metric, configuration) => metric.ReadShared(configuration)).AddAll().AddAll(Loss.Known, loss => From(loss));

    static Registry<Metric> IConfigurable<Metric>.Known => Known;

    /// <summary>
    /// The name of the results; the class's name in snake case by default. The second of two metrics with one name is reported as
    /// <c>name_1</c>, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or one that Fit reports itself.</exception>
    public string Name
    {
        get => name ?? DefaultName;
        init => name = CheckName(value);
    }

    /// <summary>
    /// The direction in which the metric improves, which the automatic mode of <see cref="EarlyStopping"/> follows.
    /// </summary>
    public abstract MetricDirection Direction { get; }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The name of the results if <see cref="Name"/> is not set.</summary>
    protected internal abstract string DefaultName { get; }

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates a metric from Keras's name, under which, as typed, its results are reported; null gives null.</summary>
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

    /// <summary>Converts a loss to a metric: the weighted mean of the rows' losses. Null gives null.</summary>
    [return: NotNullIfNotNull(nameof(loss))]
    public static implicit operator Metric?(Loss? loss) => loss is null ? null : From(loss);

    /// <summary>Creates a metric from a loss: the weighted mean of the rows' losses. Smaller values are better.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="name">The name of the results; by default the name of the loss, as in Keras, such as <c>huber_loss</c>.</param>
    /// <exception cref="ArgumentException">The name is empty or one that Fit reports itself.</exception>
    public static Metric From(Loss loss, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return name is null ? new LossMetric(loss) : new LossMetric(loss) { Name = name };
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
                $"The metric '{Name}' takes targets of shape {expected} for predictions of shape {prediction.Shape}; they have "
                    + $"{target.Shape}.",
                nameof(target));
        }

        metric.CheckTargets(target.Reshape(expected), prediction.Shape);
        MetricAccumulator accumulator = metric.CreateAccumulator();
        accumulator.Update(target.Data, prediction.Data, prediction.Shape.Last, []);
        return accumulator.Result;
    }

    /// <summary>Creates an empty accumulator.</summary>
    protected internal abstract MetricAccumulator CreateAccumulator();

    /// <summary>Returns the metric for data of these shapes: this one unless overridden, as by "accuracy".</summary>
    protected internal virtual Metric Resolve(Shape target, Shape prediction) => this;

    /// <summary>
    /// Returns the shape of the targets for predictions of this shape, batch axis included: the shape of the predictions unless overridden.
    /// </summary>
    protected internal virtual Shape TargetShape(Shape prediction) => prediction;

    /// <summary>
    /// Validates the targets, which have the shape that <see cref="TargetShape"/> returns, before any of them is counted.
    /// </summary>
    /// <exception cref="ArgumentException">A target is invalid for this metric; the message says which and why.</exception>
    internal virtual void CheckTargets(Tensor target, Shape prediction)
    {
    }

    /// <summary>
    /// Writes the settings of the metric; none unless overridden. Save refuses a class of the program whose constructor takes parameters
    /// and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("name", Name);
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Reads the settings that all metrics share.</summary>
    internal void ReadShared(Configuration configuration) =>
        name = configuration.GetString("name") is { } given ? CheckName(given) : null;

    /// <summary>Validates a name: Fit itself reports the loss, the results of the validation and the learning rate.</summary>
    /// <exception cref="ArgumentException">The name is empty or one that Fit reports itself.</exception>
    internal static string CheckName(string name)
    {
        bool isFree = !string.IsNullOrWhiteSpace(name) && name is not ("loss" or "learning_rate")
            && !name.StartsWith("val_", StringComparison.Ordinal);
        return isFree
            ? name
            : throw new ArgumentException("A metric's name must have a letter, must not be loss or learning_rate and not begin with "
                + $"val_, which are names of figures that Fit reports itself; it was '{name}'.", nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
