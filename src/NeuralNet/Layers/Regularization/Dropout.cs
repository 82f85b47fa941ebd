using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Sets each value to 0 with probability <c>rate</c> in training and scales the others by 1/(1 − rate), so that the expected
/// value stays; passes its input on otherwise. Freezing the layer does not turn dropout off.
/// Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014; Keras: layers/regularization/dropout.py.
/// </summary>
/// <param name="rate">The probability of dropping a value, from 0 (none) to 1 (all).</param>
/// <param name="noiseShape">
/// The shape of the mask that is drawn: the shape of the inputs, the batch included, with 1 in place of each axis along which values are
/// dropped together; null stands for the size that the inputs have. <c>[null, 1, null]</c> drops a feature in all steps of a sample or in
/// none. By default each value is dropped independently.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
/// <exception cref="ArgumentException">
/// The noise shape fits no input: it has no axes, a size less than 1, or a size other than 1 for the batch.
/// </exception>
[Configurable]
public sealed partial class Dropout(float rate, IReadOnlyList<int?>? noiseShape = null, string? name = null) : Layer(name)
{
    private readonly float rate = Require.Fraction(rate);
    private readonly int?[]? noiseShape = noiseShape is null ? null : RequireNoiseShape([.. noiseShape]);
    private LayerMemory factors = null!, noise = null!;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    internal override bool IsIdentityInPredictions => true;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        factors = DropFactors.Declare(builder);
        noise = builder.AddMemory("noise", shapes => noiseShape is null ? 0 : NoiseFor(shapes.Input));
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (noiseShape is null)
            return input;
        bool fits = noiseShape.Length == input.Rank + 1;
        for (int i = 1; fits && i < noiseShape.Length; i++)
            fits = noiseShape[i] is null or 1 || noiseShape[i] == input[i - 1];
        return fits
            ? input
            : throw Error(
                $"drops values of inputs of shape {input.ToStringWithBatch()}; its noiseShape should have as many axes, each null, 1 or "
                + $"the size that is there; it is {TextOf(noiseShape)}");
    }

    /// <inheritdoc/>
    protected internal override object? Prepare(PassShapes shapes) =>
        noiseShape is null ? null : new Broadcast(NoiseFor(shapes.Input).WithoutBatch(), shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (!DropFactors.AreDrawn(frame, rate))
        {
            frame.Input.Data.CopyTo(frame.Output.Data);
            return;
        }

        Tensor drawn = frame[noiseShape is null ? factors : noise];
        float kept = rate < 1 ? 1 / (1 - rate) : 0;
        if (noiseShape is [1, ..])
            RandomFill.KeepOrDrop(drawn.Data, rate, kept, frame.Random);
        else
            frame.RowRandom.FillKeptOrZero(drawn, rate, kept);
        if (noiseShape is not null)
            frame.Prepared<Broadcast>().Expand(drawn.Data, frame[factors].Data);
        TensorPrimitives.Multiply(frame.Input.Data, frame[factors].Data, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame) => DropFactors.PutGradient(frame, rate, factors);

    /// <summary>Returns the shape of the mask for inputs of this shape, the batch axis included.</summary>
    private Shape NoiseFor(Shape input) => [.. noiseShape!.Select((size, axis) => size ?? input[axis])];

    private static int?[] RequireNoiseShape(int?[] noiseShape) => noiseShape.Length > 0 && noiseShape[0] is null or 1
        && Array.TrueForAll(noiseShape, size => size is null or > 0)
        ? noiseShape
        : throw new ArgumentException(
            "'noiseShape' must have an axis for the batch, null or 1, and one for each axis of a row, null or a size of at least 1; it "
            + $"is {TextOf(noiseShape)}.", nameof(noiseShape));

    private static string TextOf(int?[] noiseShape) =>
        $"[{string.Join(", ", noiseShape.Select(size => size is null ? "null" : FormattableString.Invariant($"{size}")))}]";
}
