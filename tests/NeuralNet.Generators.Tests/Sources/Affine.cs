using System;
using System.Collections.Generic;
using NeuralNet;

namespace My.Layers;

/// <summary>The parameters of <see cref="Dense"/>: all that a layer usually has.</summary>
/// <param name="units">The number of outputs.</param>
/// <param name="activation">Applied to the outputs; none (linear) by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">What fills the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">
/// What fills the bias, where <paramref name="useBias"/> is true;
/// <see cref="Zeros"/> by default.
/// </param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="activityRegularizer">A penalty on the outputs.</param>
/// <param name="kernelConstraint">A rule for the kernel.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of units is less than one.</exception>
[Configurable]
public sealed partial class Affine(
    int units, Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, string? name = null)
    : Layer(name)
{
    private readonly int units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units));
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    /// <inheritdoc/>
    protected override Regularizer? ActivityRegularizer => activityRegularizer;

    /// <inheritdoc/>
    protected override void Forward(Frame frame)
    {
    }

    /// <inheritdoc/>
    protected override void Backward(Frame frame)
    {
    }
}
