namespace NeuralNet;

/// <summary>The shapes of one layer's inputs and outputs in a plan, each with the batch as its first axis; no axis is open.</summary>
/// <param name="Inputs">The shape of each input.</param>
/// <param name="Outputs">The shape of each output.</param>
/// <param name="InputHasMask">For each input, a value indicating whether the input carries a padding mask.</param>
public sealed record PassShapes(IReadOnlyList<Shape> Inputs, IReadOnlyList<Shape> Outputs, IReadOnlyList<bool> InputHasMask)
{
    /// <summary>The shape of the first input.</summary>
    public Shape Input => Inputs[0];

    /// <summary>The shape of the first output.</summary>
    public Shape Output => Outputs[0];

    /// <summary>The number of rows (samples).</summary>
    public int BatchSize => Outputs[0][0];
}
