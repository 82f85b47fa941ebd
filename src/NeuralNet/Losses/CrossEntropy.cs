namespace NeuralNet;

/// <summary>
/// The cross-entropy for the shapes of the data: binary with one output, else by class number or one-hot row, as for "accuracy".
/// Keras: trainers/compile_utils.py.
/// </summary>
[Configurable("ce", ClassName = "Crossentropy")]
internal sealed partial class CrossEntropy : Loss
{
    protected internal override Loss Resolve(Shape target, Shape prediction) => Classification.KindOf(target, prediction) switch
    {
        ClassificationKind.Binary => new BinaryCrossEntropy { Reduction = Reduction },
        ClassificationKind.Sparse => new SparseCategoricalCrossEntropy { Reduction = Reduction },
        _ => new CategoricalCrossEntropy { Reduction = Reduction },
    };

    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        throw Unresolved();

    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        throw Unresolved();

    private static InvalidOperationException Unresolved() =>
        new("The cross-entropy is resolved to a kind of cross-entropy once the shapes of the data are known.");
}
