namespace NeuralNet.Tests;

/// <summary>A layer y = x that records its inputs.</summary>
internal sealed class RowRecorder : Layer
{
    public List<float> Values { get; } = [];

    protected internal override void Forward(Frame frame)
    {
        frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
        Values.AddRange(frame.Input.ToArray());
    }

    protected internal override void Backward(Frame frame)
    {
    }
}
