using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Adds normally distributed noise of mean 0 in training: output = input + stddev·n; passes everything on otherwise.
/// Keras: layers/regularization/gaussian_noise.py.
/// </summary>
public sealed class GaussianNoise : Layer
{
    private readonly float stddev;

    /// <summary>Makes a noise layer.</summary>
    /// <param name="stddev">The standard deviation of the noise.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public GaussianNoise(float stddev, string? name = null)
        : base(name) => this.stddev = Require.NonNegative(stddev);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Span<float> input = frame.Input.Data, output = frame.Output.Data;
        if (!frame.IsTraining || stddev == 0)
        {
            input.CopyTo(output);
            return;
        }

        frame.RowRandom.FillNormal(frame.Output, stddev);
        TensorPrimitives.Add(output, input, output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("stddev", stddev);

    internal static GaussianNoise From(Configuration configuration) =>
        new(configuration.GetSingle("stddev"), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.GaussianNoise"/>.</summary>
public static class GaussianNoiseExtensions
{
    /// <summary>Puts noise on top, for training. See <see cref="NeuralNet.GaussianNoise"/>.</summary>
    public static T GaussianNoise<T>(this ILayerStack<T> stack, float stddev, string? name = null)
        where T : ILayerStack<T> => stack.Add(new GaussianNoise(stddev, name));
}
