namespace NeuralNet;

/// <summary>
/// Attention of several heads between projections of the query, the key and the value: the base of <see cref="MultiHeadAttention"/> and
/// <see cref="GroupQueryAttention"/>, which have the formulas and shapes.
/// </summary>
public abstract class HeadAttention : Layer, IStepwiseLayer
{
    private ProjectedAttention attention = null!;

    private protected HeadAttention(string? name)
        : base(name)
    {
    }

    /// <summary>Padding is hidden from the queries; the output carries the padding mask of the query.</summary>
    public sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        ProjectedAttention built = NewAttention();
        built.Build(builder);
        attention = built;
    }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) =>
        attention.OutputShapesFor(inputs);

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) =>
        ProjectedAttention.OutputMasksFor(inputHasMask, outputs);

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) => attention.Prepare(shapes);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame) => attention.Forward(frame);

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame) => attention.Backward(frame);

    KeyValueCache? IStepwiseLayer.NewCache(int capacity, int inputs) => attention.NewCache(capacity, inputs);

    void IStepwiseLayer.ForwardStep(Frame frame, KeyValueCache? cache, int step) => attention.ForwardStep(frame, cache!, step);

    /// <summary>Creates the computation with the settings of the layer.</summary>
    private protected abstract ProjectedAttention NewAttention();
}
