using System;
using NeuralNet;

namespace My.Activations;

/// <summary>y = x below the knee and the knee above.</summary>
/// <param name="knee">Where the line ends.</param>
[Configurable]
public sealed partial class BendActivation(float knee = -1.5e-3f) : Activation
{
    /// <inheritdoc/>
    protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) => output.Fill(knee);

    /// <inheritdoc/>
    protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
    }
}

/// <summary>An activation without settings.</summary>
[Configurable]
public sealed partial class SquareRootUnit : Activation
{
    /// <inheritdoc/>
    protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
    }

    /// <inheritdoc/>
    protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
    }
}
