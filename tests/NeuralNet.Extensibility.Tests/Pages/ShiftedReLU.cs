// <page>
using NeuralNet;

namespace My.Layers;

/// <summary>y = max(scale·x + shift, 0).</summary>
/// <param name="shift">The number that is added; 1 by default.</param>
/// <param name="initializer">The initializer of the scale; <see cref="Ones"/> by default.</param>
/// <param name="name">The name of the layer.</param>
/// <exception cref="ArgumentOutOfRangeException">The shift is not finite.</exception>
[Configurable]
public sealed partial class ShiftedReLU(float shift = 1, Initializer? initializer = null, string? name = null) : Layer(name)
{
    private readonly float shift = float.IsFinite(shift) ? shift : throw new ArgumentOutOfRangeException(nameof(shift));
    private readonly Initializer initializer = initializer ?? new Ones();
    private Parameter scale = null!;

    protected override void Build(LayerBuilder builder) => scale = builder.AddParameter("scale", 1, initializer, isTrainable: false);

    protected override void Forward(Frame frame)
    {
        for (int i = 0; i < frame.Output.Length; i++)
            frame.Output.AsSpan()[i] = Math.Max(scale.Value[0] * frame.Input.AsSpan()[i] + shift, 0);
    }

    protected override void Backward(Frame frame)
    {
        for (int i = 0; frame.InputGradient is { } gradient && i < gradient.Length; i++)
            gradient.AsSpan()[i] = frame.Output.AsSpan()[i] > 0 ? scale.Value[0] * frame.OutputGradient.AsSpan()[i] : 0;
    }
}
// </page>
