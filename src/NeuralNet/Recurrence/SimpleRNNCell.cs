namespace NeuralNet;

/// <summary>
/// One step of a fully connected recurrent network: h = activation(x·kernel + h₋₁·recurrentKernel + bias). Inputs x (batch, features) and
/// the state h₋₁ (batch, units); outputs h and the new state, which is h. Kernel (features, units), recurrent kernel (units, units), bias
/// (units). Keras: layers/rnn/simple_rnn.py, <c>SimpleRNNCell</c>.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation; <see cref="Activation.Tanh"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="recurrentInitializer">The initializer of the recurrent kernel; <see cref="Orthogonal"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="recurrentRegularizer">The penalty on the recurrent kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="kernelConstraint">The constraint on the kernel; none by default.</param>
/// <param name="recurrentConstraint">The constraint on the recurrent kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="dropout">The probability of dropping an input in training, in all steps of a sample or in none; 0 by default.</param>
/// <param name="recurrentDropout">The probability of dropping an element of the state in the product, likewise; 0 by default.</param>
/// <param name="seed">The seed of the dropout; that of the model by default.</param>
/// <param name="name">The name of the cell.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of units is less than 1, or a dropout rate is not at least 0 and less than 1.
/// </exception>
[Configurable]
public sealed partial class SimpleRNNCell(
    int units, Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, float dropout = 0, float recurrentDropout = 0,
    int? seed = null, string? name = null) : GatedCell(
        units, 1, new GatedCellSettings(
            useBias, kernelInitializer ?? new GlorotUniform(), recurrentInitializer ?? new Orthogonal(), biasInitializer ?? new Zeros(),
            kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
            recurrentDropout, seed), name)
{
    private readonly int units = Require.Positive(units);
    private readonly Activation activation = activation ?? Activation.Tanh;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer recurrentInitializer = recurrentInitializer ?? new Orthogonal();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    internal override bool NeedsPreActivations => activation.NeedsInput;

    internal override void ForwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        Span<float> gate = pass.GatesOf(row, time);
        pass.AddBias(gate, 0);
        pass.KeepPreActivations(row, time);
        activation.Forward(gate, gate, units);
        gate.CopyTo(hidden);
    }

    internal override void BackwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        Span<float> gradient = pass.GateGradientsOf(row, time);
        hidden.CopyTo(gradient);
        pass.Differentiate(activation, row, time, 0, 1);
        hidden.Clear();
    }
}
