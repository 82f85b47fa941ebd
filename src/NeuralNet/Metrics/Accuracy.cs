namespace NeuralNet;

/// <summary>
/// The fraction of correct predictions. With one output, a prediction is correct on the right side of 0.5; with several, if the index of
/// the maximum is the class of the target, which is a class number or a one-hot row. Keras: trainers/compile_utils.py, <c>get_metric</c>.
/// Keras's class of this name, which compares labels, is <see cref="NeuralNet.EqualLabels"/>.
/// </summary>
[Configurable("acc")]
public sealed partial class Accuracy : Metric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

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
