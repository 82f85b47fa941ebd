using System;
using NeuralNet;

namespace My.Losses;

/// <summary>A loss, which a file may also name as a metric.</summary>
/// <param name="power">The exponent.</param>
[Configurable]
public sealed partial class PowerDistance(double power = 2) : Loss
{
    /// <inheritdoc/>
    protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
    }

    /// <inheritdoc/>
    protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
    }
}

/// <summary>A loss without settings and with a name of its own.</summary>
[Configurable]
public sealed partial class Nothing : Loss
{
    /// <inheritdoc/>
    public override string Name => "nothing_at_all";

    /// <inheritdoc/>
    protected override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
    {
    }

    /// <inheritdoc/>
    protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient)
    {
    }
}
