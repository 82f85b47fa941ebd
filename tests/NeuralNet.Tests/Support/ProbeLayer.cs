namespace NeuralNet.Tests;

/// <summary>A layer y = x that counts its calls, with an optional unused parameter.</summary>
internal sealed class ProbeLayer(bool hasParameter = false, string? name = null) : Layer(name)
{
    public int Forwards { get; private set; }

    public int Backwards { get; private set; }

    /// <summary>The number of requests of the gradient of the input.</summary>
    public int InputGradients { get; private set; }

    protected internal override void Build(LayerBuilder builder)
    {
        if (hasParameter)
            builder.AddParameter("idle", 1, new Zeros());
    }

    protected internal override void Forward(Frame frame)
    {
        Forwards++;
        frame.Input.Data.CopyTo(frame.Output.Data);
    }

    protected internal override void Backward(Frame frame)
    {
        Backwards++;
        if (frame.InputGradient is not { } gradient)
            return;
        InputGradients++;
        frame.OutputGradient.Data.CopyTo(gradient.Data);
    }
}
