using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// One step of a gated recurrent unit. With the gates z, r and the candidate h̃ in this order, g the activation and σ the recurrent
/// activation: z = σ(x·W_z + h₋₁·U_z + b_z), r = σ(x·W_r + h₋₁·U_r + b_r), h = z·h₋₁ + (1 − z)·h̃, where h̃ is
/// g(x·W_h + b_h + r·(h₋₁·U_h + b′_h)) if the reset comes after the product, or else g(x·W_h + b_h + (r·h₋₁)·U_h). Inputs x (batch,
/// features) and the state h₋₁ (batch, units); outputs h and the new state, which is h. Kernel (features, 3·units), recurrent kernel
/// (units, 3·units), bias (2, 3·units), of the input and of the state, or (3·units) if the reset comes before the product.
/// Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; Keras: layers/rnn/gru.py, <c>GRUCell</c>.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation of the candidate; <see cref="Activation.Tanh"/> by default.</param>
/// <param name="recurrentActivation">The activation of the gates; <see cref="Activation.Sigmoid"/> by default.</param>
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
/// <param name="recurrentDropout">
/// The probability of dropping an element of h₋₁ in the product of each gate, likewise; 0 by default.
/// </param>
/// <param name="resetAfter">Whether the reset gate is applied after the product with the recurrent kernel; true by default.</param>
/// <param name="seed">The seed of the dropout; that of the model by default.</param>
/// <param name="name">The name of the cell.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of units is less than 1, or a dropout rate is not at least 0 and less than 1.
/// </exception>
[Configurable]
public sealed partial class GRUCell(
    int units, Activation? activation = null, Activation? recurrentActivation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
    Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, float dropout = 0,
    float recurrentDropout = 0, bool resetAfter = true, int? seed = null, string? name = null) : GatedCell(
        units, 3, new GatedCellSettings(
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

    /// <summary>
    /// The extra values are the part of the state in the candidate: h₋₁·U_h + b′_h, or r·h₋₁ if the reset comes before the product.
    /// </summary>
    internal override bool HasExtra => true;

    internal override bool HasExtraGradient => true;

    internal override bool NeedsPreActivations => activation.NeedsInput || recurrentActivation.NeedsInput;

    private protected override Shape BiasShape => resetAfter ? [2, 3 * units] : new Shape(3 * units);

    internal override void AddProducts(in GatedPass pass, int time, int row, int rows)
    {
        pass.AddProduct(pass.Gates, 0, time, row, rows, 0, 2, beta: 1);
        if (resetAfter)
        {
            pass.AddProduct(pass.Extra, 0, time, row, rows, 2, 1, beta: 0);
            return;
        }

        for (int i = row; i < row + rows; i++)
        {
            ActivateGates(pass, i, time);
            pass.DropHidden(i, time, 2, pass.ExtraOf(i, time));
            TensorPrimitives.Multiply(pass.GatesOf(i, time).Slice(units, units), pass.ExtraOf(i, time), pass.ExtraOf(i, time));
        }

        pass.AddProductOf(pass.Extra, pass.Gates, 2 * units, time, row, rows, 2, 1, beta: 1);
    }

    internal override void ForwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        Span<float> gates = pass.GatesOf(row, time), candidate = gates[(2 * units)..];
        if (resetAfter)
        {
            ActivateGates(pass, row, time);
            pass.AddBias(pass.ExtraOf(row, time), 5 * units);
            TensorPrimitives.MultiplyAdd(gates.Slice(units, units), pass.ExtraOf(row, time), candidate, candidate);
        }

        pass.AddBias(candidate, 2 * units);
        pass.KeepPreActivations(row, time, 2, 1);
        activation.Forward(candidate, candidate, units);
        TensorPrimitives.Subtract(pass.HiddenOf(row, time), candidate, hidden);
        TensorPrimitives.MultiplyAdd(gates[..units], hidden, candidate, hidden);
    }

    internal override void BackwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry)
    {
        ReadOnlySpan<float> gates = pass.GatesOf(row, time), extra = pass.ExtraOf(row, time);
        Span<float> gradients = pass.GateGradientsOf(row, time), extraGradient = pass.ExtraGradientsOf(row, time);
        Span<float> update = gradients[..units], reset = gradients.Slice(units, units), candidate = gradients[(2 * units)..];
        TensorPrimitives.Subtract(pass.HiddenOf(row, time), gates[(2 * units)..], update);
        TensorPrimitives.Multiply(hidden, update, update);
        TensorPrimitives.Multiply(hidden, gates[..units], candidate);
        TensorPrimitives.Subtract(hidden, candidate, extraGradient);
        candidate.CopyTo(hidden);
        extraGradient.CopyTo(candidate);
        pass.Differentiate(activation, row, time, 2, 1);
        if (resetAfter)
        {
            TensorPrimitives.Multiply(candidate, extra, reset);
            TensorPrimitives.Multiply(candidate, gates.Slice(units, units), extraGradient);
            pass.Differentiate(recurrentActivation, row, time, 0, 2);
        }
        else
        {
            pass.Differentiate(recurrentActivation, row, time, 0, 1);
        }
    }

    internal override void AddBackwardProducts(in GatedPass pass, int time, int row, int rows)
    {
        if (resetAfter)
        {
            pass.AddBackwardProduct(pass.ExtraGradients, 0, time, row, rows, 2, 1);
        }
        else
        {
            pass.PutBackwardProduct(pass.GateGradients, 2 * units, time, row, rows, 2);
            for (int i = row; i < row + rows; i++)
                BackwardOfReset(pass, i, time);
        }

        pass.AddBackwardProduct(pass.GateGradients, 0, time, row, rows, 0, 2);
    }

    internal override void PutRecurrentGradient(in GatedPass pass, Tensor gradient)
    {
        pass.PutRecurrentGradient(gradient, pass.Hidden, pass.GateGradients, 0, 0, 2);
        if (resetAfter)
            pass.PutRecurrentGradient(gradient, pass.Hidden, pass.ExtraGradients, 0, 2, 1);
        else
            pass.PutRecurrentGradientOf(gradient, pass.Extra, pass.GateGradients, 2 * units, 2, 1);
    }

    internal override void PutBiasGradient(in GatedPass pass, Tensor gradient)
    {
        Span<float> ofInput = gradient.Data[..(3 * units)];
        Rows.Sum(pass.GateGradients.Data, ofInput);
        if (!resetAfter)
            return;
        ofInput[..(2 * units)].CopyTo(gradient.Data[(3 * units)..]);
        Rows.Sum(pass.ExtraGradients.Data, gradient.Data[(5 * units)..]);
    }

    /// <summary>Computes the update gate and the reset gate.</summary>
    private void ActivateGates(in GatedPass pass, int row, int time)
    {
        Span<float> gates = pass.GatesOf(row, time)[..(2 * units)];
        pass.AddBias(gates, 0);
        if (resetAfter)
            pass.AddBias(gates, 3 * units);
        pass.KeepPreActivations(row, time, 0, 2);
        recurrentActivation.Forward(gates, gates, units);
    }

    /// <summary>From d(r·h₋₁): dr = d·h₋₁ and dh₋₁ += d·r, both for the elements of h₋₁ that dropout has kept.</summary>
    private void BackwardOfReset(in GatedPass pass, int row, int time)
    {
        Span<float> product = pass.ProductOf(row), reset = pass.GateGradientsOf(row, time).Slice(units, units);
        if (!pass.IsData(row, time))
            return;
        pass.DropHidden(row, time, 2, reset);
        TensorPrimitives.Multiply(product, reset, reset);
        TensorPrimitives.Multiply(product, pass.GatesOf(row, time).Slice(units, units), product);
        pass.AddDropped(product, row, 2);
        pass.Differentiate(recurrentActivation, row, time, 1, 1);
    }
}
