// <page>
using NeuralNet;

/// <summary>h = d·h₋₁ + x with one decay d for each feature, which is learned.</summary>
[Configurable]
public sealed partial class DecayingSum(int features, string? name = null) : RecurrentCell(name)
{
    private Parameter decay = null!;

    public override IReadOnlyList<int> StateSizes { get; } = [features];

    protected override void Build(LayerBuilder builder) => decay = builder.AddParameter("decay", features, new Constant(0.5f));

    /// <summary>Reads the input of the step and the state; writes the output of the step and the new state.</summary>
    protected override void Forward(Frame frame)
    {
        for (int i = 0; i < frame.Outputs[0].Length; i++)
        {
            float sum = decay.Value[i % features] * frame.Inputs[1].AsSpan()[i] + frame.Inputs[0].AsSpan()[i];
            frame.Outputs[0].AsSpan()[i] = frame.Outputs[1].AsSpan()[i] = sum;
        }
    }

    protected override void Backward(Frame frame)
    {
        Tensor? ofDecay = frame.Gradient(decay), ofInput = frame.InputGradients[0], ofState = frame.InputGradients[1];
        ofDecay?.AsSpan().Clear();
        for (int i = 0; i < frame.Outputs[0].Length; i++)
        {
            float gradient = (frame.OutputGradients[0]?.AsSpan()[i] ?? 0) + (frame.OutputGradients[1]?.AsSpan()[i] ?? 0);
            if (ofDecay is not null)
                ofDecay[i % features] += gradient * frame.Inputs[1].AsSpan()[i];
            if (ofInput is not null)
                ofInput.AsSpan()[i] = gradient;
            if (ofState is not null)
                ofState.AsSpan()[i] = gradient * decay.Value[i % features];
        }
    }
}
// </page>
