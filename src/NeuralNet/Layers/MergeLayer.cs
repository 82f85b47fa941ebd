namespace NeuralNet;

/// <summary>
/// Joins inputs of one shape, element by element, into an output of that shape. A step of the output is padding where it is padding
/// in every input. Keras: layers/merging/base_merge.py.
/// </summary>
public abstract class MergeLayer : Layer
{
    private protected MergeLayer(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        Shape first = builder.InputShapes[0];
        if (builder.InputShapes.Any(shape => !shape.Equals(first)))
            throw builder.Error($"takes inputs of one shape; it was given {string.Join(" and ", builder.InputShapes)}");
        return first;
    }

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        frame.MergeMasks();
        Merge(frame.Inputs, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        for (int i = 0; i < frame.InputGradients.Count; i++)
        {
            if (frame.InputGradients[i] is { } gradient)
                PutGradient(frame, i, gradient.Data);
        }
    }

    /// <summary>Writes the output.</summary>
    private protected abstract void Merge(IReadOnlyList<Tensor> inputs, Span<float> output);

    /// <summary>Writes the gradient of one input.</summary>
    private protected abstract void PutGradient(Frame frame, int input, Span<float> gradient);
}
