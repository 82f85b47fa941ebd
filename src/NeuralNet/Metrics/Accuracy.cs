namespace NeuralNet;

/// <summary>
/// The share of right predictions, counted as the data ask for: binary with one output, else by class number or one-hot row.
/// Keras: trainers/compile_utils.py, <c>get_metric</c>. Keras's class of this name, which compares labels, is
/// <see cref="NeuralNet.EqualLabels"/>.
/// </summary>
public sealed class Accuracy : Metric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "accuracy";

    /// <inheritdoc/>
    protected internal override Metric Resolve(Shape target, Shape prediction) => Classification.KindOf(target, prediction) switch
    {
        ClassificationKind.Binary => new BinaryAccuracy { Name = Name },
        ClassificationKind.Sparse => new SparseCategoricalAccuracy { Name = Name },
        _ => new CategoricalAccuracy { Name = Name },
    };

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() =>
        throw new InvalidOperationException("Accuracy is resolved to a kind of accuracy once the shapes of the data are known.");
}
