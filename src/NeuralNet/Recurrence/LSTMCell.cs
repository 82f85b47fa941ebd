using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// One step of a long short-term memory. With the gates i, f, c̃, o as parts of z = x·kernel + h₋₁·recurrentKernel + bias, g the activation
/// and σ the recurrent activation: c = σ(f)·c₋₁ + σ(i)·g(c̃), h = σ(o)·g(c). Inputs x (batch, features) and the states h₋₁ and c₋₁ (batch,
/// units); outputs h and the new states h and c. Kernel (features, 4·units), recurrent kernel (units, 4·units), bias (4·units).
/// Hochreiter and Schmidhuber, "Long short-term memory", 1997; Keras: layers/rnn/lstm.py, <c>LSTMCell</c>.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation of the candidate and of the carry; <see cref="Activation.Tanh"/> by default.</param>
/// <param name="recurrentActivation">The activation of the gates; <see cref="Activation.Sigmoid"/> by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="recurrentInitializer">The initializer of the recurrent kernel; <see cref="Orthogonal"/> by default.</param>
/// <param name="biasInitializer">The initializer of the bias; <see cref="Zeros"/> by default.</param>
/// <param name="unitForgetBias">
/// Whether the bias of the forget gate begins with 1 (Jozefowicz et al., "An empirical exploration of recurrent network architectures",
/// 2015); true by default.
/// </param>
/// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
/// <param name="recurrentRegularizer">The penalty on the recurrent kernel; none by default.</param>
/// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
/// <param name="kernelConstraint">The constraint on the kernel; none by default.</param>
/// <param name="recurrentConstraint">The constraint on the recurrent kernel; none by default.</param>
/// <param name="biasConstraint">The constraint on the bias; none by default.</param>
/// <param name="dropout">The probability of dropping an input in training, in all steps of a sample or in none; 0 by default.</param>
/// <param name="recurrentDropout">
/// The probability of dropping an element of h in the product of each gate, likewise; 0 by default.
/// </param>
/// <param name="seed">The seed of the dropout; that of the model by default.</param>
/// <param name="name">The name of the cell.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of units is less than 1, or a dropout rate is not at least 0 and less than 1.
/// </exception>
[Configurable]
public sealed partial class LSTMCell(
    int units, Activation? activation = null, Activation? recurrentActivation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
    bool unitForgetBias = true, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null,
    Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
    Constraint? biasConstraint = null, float dropout = 0, float recurrentDropout = 0, int? seed = null, string? name = null) : GatedCell(
        units, 4, new GatedCellSettings(
            useBias, kernelInitializer ?? new GlorotUniform(), recurrentInitializer ?? new Orthogonal(), biasInitializer ?? new Zeros(),
            kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
            recurrentDropout, seed), name)
{
    private readonly int units = Require.Positive(units);
    private readonly Activation activation = activation ?? Activation.Tanh;
    private readonly Activation recurrentActivation = recurrentActivation ?? Activation.Sigmoid;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer recurrentInitializer = recurrentInitializer ?? new Orthogonal();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    internal override bool HasCarry => true;

    /// <summary>The activated carry, g(c).</summary>
    internal override bool HasExtra => true;

    internal override bool NeedsPreActivations => activation.NeedsInput || recurrentActivation.NeedsInput;

    private protected override Initializer InitialBias => unitForgetBias ? new UnitForgetBias(biasInitializer) : biasInitializer;

    internal override void ForwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        Span<float> gates = pass.GatesOf(row, time), activated = pass.ExtraOf(row, time);
        pass.AddBias(gates, 0);
        pass.KeepPreActivations(row, time);
        Span<float> input = gates[..units], forget = gates.Slice(units, units), candidate = gates.Slice(2 * units, units),
            output = gates[(3 * units)..], inputAndForget = gates[..(2 * units)];
        recurrentActivation.Forward(inputAndForget, inputAndForget, units);
        activation.Forward(candidate, candidate, units);
        recurrentActivation.Forward(output, output, units);
        TensorPrimitives.Multiply(forget, pass.CarryOf(row, time), carry);
        TensorPrimitives.MultiplyAdd(input, candidate, carry, carry);
        activation.Forward(carry, activated, units);
        TensorPrimitives.Multiply(output, activated, hidden);
    }

    internal override void BackwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        ReadOnlySpan<float> gates = pass.GatesOf(row, time), activated = pass.ExtraOf(row, time), previous = pass.CarryOf(row, time);
        ReadOnlySpan<float> input = gates[..units], forget = gates.Slice(units, units), candidate = gates.Slice(2 * units, units),
            output = gates[(3 * units)..];
        Span<float> gradients = pass.GateGradientsOf(row, time), newCarry = gradients.Slice(2 * units, units);
        TensorPrimitives.Multiply(hidden, activated, gradients[(3 * units)..]);
        TensorPrimitives.Multiply(hidden, output, hidden);
        if (activation.NeedsInput)
        {
            // The carry is not kept: it is computed again where the gradient of the candidate will be.
            TensorPrimitives.Multiply(forget, previous, newCarry);
            TensorPrimitives.MultiplyAdd(input, candidate, newCarry, newCarry);
        }

        activation.Backward(activation.NeedsInput ? newCarry : activated, activated, hidden, units);
        TensorPrimitives.Add(carry, hidden, carry);
        hidden.Clear();
        TensorPrimitives.Multiply(carry, candidate, gradients[..units]);
        TensorPrimitives.Multiply(carry, previous, gradients.Slice(units, units));
        TensorPrimitives.Multiply(carry, input, gradients.Slice(2 * units, units));
        TensorPrimitives.Multiply(carry, forget, carry);
        pass.Differentiate(recurrentActivation, row, time, 0, 2);
        pass.Differentiate(activation, row, time, 2, 1);
        pass.Differentiate(recurrentActivation, row, time, 3, 1);
    }
}
