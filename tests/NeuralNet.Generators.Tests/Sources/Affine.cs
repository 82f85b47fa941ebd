using System;
using System.Collections.Generic;
using NeuralNet;

namespace My.Layers;

/// <summary>The parameters of <see cref="Dense"/>: all that a layer usually has.</summary>
/// <param name="units">The number of units.</param>
/// <param name="activation">The activation of the outputs; linear by default.</param>
/// <param name="useBias">Whether a bias is added; true by default.</param>
/// <param name="kernelInitializer">The initializer of the kernel; <see cref="GlorotUniform"/> by default.</param>
/// <param name="biasInitializer">
/// The initializer of the bias, where <paramref name="useBias"/> is true;
/// <see cref="Zeros"/> by default.
/// </param>
/// <param name="kernelRegularizer">The penalty on the kernel.</param>
/// <param name="activityRegularizer">The penalty on the outputs, which overrides the property of every layer.</param>
/// <param name="kernelConstraint">The constraint on the kernel.</param>
/// <param name="name">The name of the layer.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of units is less than one.</exception>
[Configurable]
public sealed partial class Affine(
    int units, Activation? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        string? name = null)
    : Layer(name)
{
    private readonly int units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units));
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer kernelInitializer = kernelInitializer ?? new GlorotUniform();
    private readonly Initializer biasInitializer = biasInitializer ?? new Zeros();

    /// <inheritdoc/>
    protected override void Forward(Frame frame)
    {
    }

    /// <inheritdoc/>
    protected override void Backward(Frame frame)
    {
    }
}
