namespace NeuralNet;

/// <summary>
/// A figure that judges predictions by their targets, collected over the batches of an epoch. It changes nothing in training. The
/// ready-made ones are static properties (<see cref="Accuracy"/>), and Keras's names convert implicitly (<c>"accuracy"</c>).
/// A metric keeps no state: each pass has its own <see cref="MetricAccumulator"/>.
/// </summary>
public abstract class Metric : IConfigurable
{
    private string? name;

    /// <summary>
    /// The share of right predictions. With one output, those on the right side of 0.5; with several, those whose greatest output
    /// is the target's class, given as a number or one-hot (Keras: trainers/compile_utils.py, <c>get_metric</c>).
    /// </summary>
    public static Metric Accuracy { get; } = new Accuracy();

    /// <summary>The share of predictions on the right side of 0.5, each output for itself.</summary>
    public static Metric BinaryAccuracy { get; } = new BinaryAccuracy();

    /// <summary>The share of rows whose greatest output is at the one-hot target's place.</summary>
    public static Metric CategoricalAccuracy { get; } = new CategoricalAccuracy();

    /// <summary>The share of rows whose greatest output is at the place that the target numbers.</summary>
    public static Metric SparseCategoricalAccuracy { get; } = new SparseCategoricalAccuracy();

    /// <summary>The mean of (prediction − target)².</summary>
    public static Metric MeanSquaredError { get; } = new MeanMetric(new MeanSquaredError(), "MeanSquaredError");

    /// <summary>The mean of |prediction − target|.</summary>
    public static Metric MeanAbsoluteError { get; } = new MeanAbsoluteErrorMetric();

    /// <summary>The metrics that can be made by name.</summary>
    internal static Registry<Metric> Known { get; } = MetricRegistry.Create();

    /// <summary>The name under which results are reported; the class's name in snake case unless set.</summary>
    public string Name
    {
        get => name ?? DefaultName;
        init => name = value;
    }

    /// <summary>Whether greater values are better or smaller ones, which is what EarlyStopping's automatic mode asks.</summary>
    public abstract MetricDirection Direction { get; }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The name of the results unless one is set.</summary>
    protected internal abstract string DefaultName { get; }

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds a metric by Keras's name; its results are reported under the name as typed.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static implicit operator Metric(string name)
    {
        Metric metric = Known.Create(name, nameof(name));
        metric.name = name;
        return metric;
    }

    /// <summary>Starts a count from nothing.</summary>
    protected internal abstract MetricAccumulator CreateAccumulator();

    /// <summary>The metric that this one stands for with data of these shapes; itself, unless it is "accuracy".</summary>
    protected internal virtual Metric Resolve(Shape target, Shape prediction) => this;

    /// <summary>The shape of the targets for predictions of this shape, batch axis included; the predictions' own unless overridden.</summary>
    protected internal virtual Shape TargetShape(Shape prediction) => prediction;

    /// <summary>Writes the settings that make this metric again.</summary>
    protected internal virtual void WriteTo(Configuration configuration)
    {
    }

    /// <summary>Reads the name that every metric writes.</summary>
    internal static void ReadName(Metric metric, Configuration configuration) => metric.name = configuration.GetString("name");

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("name", Name);
        WriteTo(configuration);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
