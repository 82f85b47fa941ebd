namespace NeuralNet;

/// <summary>Repeats rows: (batch, features) becomes (batch, n, features). Keras: layers/reshaping/repeat_vector.py.</summary>
/// <param name="n">The number of times that a row occurs.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
[Configurable]
public sealed partial class RepeatVector(int n, string? name = null) : Layer(name)
{
    private readonly int n = Require.Positive(n);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs) is { Rank: 1 } shape
        ? [n, shape[0]]
        : throw Error($"takes inputs of shape (None, features); it was given {OnlyInput(inputs).ToStringWithBatch()}");

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        for (int sample = 0; sample < frame.BatchSize; sample++)
        {
            ReadOnlySpan<float> features = frame.Input.Row(sample);
            Span<float> repeated = frame.Output.Row(sample);
            for (int start = 0; start < repeated.Length; start += features.Length)
                features.CopyTo(repeated[start..]);
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        for (int sample = 0; sample < frame.BatchSize; sample++)
            Rows.Sum(frame.OutputGradient.Row(sample), inputGradient.Row(sample));
    }
}
