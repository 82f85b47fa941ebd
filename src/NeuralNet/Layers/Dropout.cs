using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Sets each value to 0 with probability <c>rate</c> in training and scales the others by 1/(1 − rate), so that the expected
/// value stays; passes everything on otherwise. Freezing the layer does not turn it off.
/// Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014; Keras: layers/regularization/dropout.py.
/// </summary>
public sealed class Dropout : Layer
{
    private readonly float rate;

    /// <summary>Makes a dropout layer.</summary>
    /// <param name="rate">The probability of dropping a value, from 0 (none) to 1 (all).</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    public Dropout(float rate, string? name = null)
        : base(name) => this.rate = Require.Fraction(rate);

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder) => builder.InputShape;

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (!frame.IsTraining || rate == 0)
        {
            frame.Input.Data.CopyTo(frame.Output.Data, 0);
            return;
        }

        Tensor kept = Kept(frame);
        RandomFill.KeepOrDrop(kept.Data, rate, kept: rate < 1 ? 1 / (1 - rate) : 0, frame.Random);
        TensorPrimitives.Multiply(frame.Input.Data, kept.Data, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        if (!frame.IsTraining || rate == 0)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data, 0);
        else
            TensorPrimitives.Multiply(frame.OutputGradient.Data, Kept(frame).Data, inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("rate", rate);

    internal static Dropout From(Configuration configuration) =>
        new(configuration.GetSingle("rate"), configuration.GetString("name"));

    /// <summary>By what each value is multiplied: 0 or 1/(1 − rate).</summary>
    private static Tensor Kept(Frame frame) => frame.Scratch(0, frame.Output.Shape);
}

/// <summary>The fluent method of <see cref="NeuralNet.Dropout"/>.</summary>
public static class DropoutExtensions
{
    /// <summary>Puts dropout on top. See <see cref="NeuralNet.Dropout"/>.</summary>
    public static T Dropout<T>(this ILayerStack<T> stack, float rate, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Dropout(rate, name));
}
