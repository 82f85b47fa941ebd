namespace NeuralNet;

/// <summary>
/// Fills the bias of an LSTM of four gates: the forget gate, which is the second, with 1, the others by an initializer.
/// Keras: layers/rnn/lstm.py, <c>unit_forget_bias</c>.
/// </summary>
internal sealed class UnitForgetBias(Initializer others) : Initializer
{
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        int units = values.Length / 4;
        others.Initialize(values[..units], new Shape(units), random);
        values.Slice(units, units).Fill(1);
        others.Initialize(values[(2 * units)..], new Shape(2 * units), random);
    }
}
