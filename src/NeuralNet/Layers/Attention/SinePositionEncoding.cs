namespace NeuralNet;

/// <summary>
/// Encodes the positions of a sequence by sines and cosines: output[b, …, t, i] = sin(t·f) for even i and cos(t·f) for odd i, with the
/// frequency f = maxWavelength^(−2⌊i/2⌋/features), whatever the values of the input. Input (batch, …, steps, features), output of the same
/// shape; it is added to the vectors of tokens. A padding mask is passed on, so that the sum keeps it. Vaswani et al., "Attention is all you
/// need", 2017; KerasHub: layers/modeling/sine_position_encoding.py.
/// </summary>
/// <param name="maxWavelength">The wavelength, divided by 2π, of the slowest sine; 10,000 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The wavelength is not positive.</exception>
[Configurable]
public sealed partial class SinePositionEncoding(float maxWavelength = 10000, string? name = null) : Layer(name), IStepwiseLayer
{
    private readonly float maxWavelength = Require.Positive(maxWavelength);

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs) is { Rank: > 1 } input
        ? input
        : throw Error($"takes sequences of shape (None, steps, features); it was given {inputs[0].ToStringWithBatch()}");

    /// <summary>Returns the encoding of the steps, which depends on the shapes only.</summary>
    protected internal override object Prepare(PassShapes shapes)
    {
        int steps = shapes.Output[^2], features = shapes.Output.Last;
        float[] encoding = new float[steps * features];
        for (int t = 0; t < steps; t++)
            WriteVector(t, encoding.AsSpan(t * features, features));
        return encoding;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        float[] encoding = frame.Prepared<float[]>();
        for (int start = 0; start < frame.Output.Length; start += encoding.Length)
            encoding.CopyTo(frame.Output.Data[start..]);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame) => frame.InputGradient?.Data.Clear();

    void IStepwiseLayer.ForwardStep(Frame frame, KeyValueCache? cache, int step) => WriteVector(step, frame.Output.Data);

    private void WriteVector(int step, Span<float> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            double angle = step * Math.Pow(maxWavelength, -2.0 * (i / 2) / vector.Length);
            vector[i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }
    }
}
