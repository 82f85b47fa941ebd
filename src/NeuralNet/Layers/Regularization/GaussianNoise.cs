using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Adds normally distributed noise of mean 0 in training: output = input + stddev·n; passes its input on otherwise.
/// Keras: layers/regularization/gaussian_noise.py.
/// </summary>
/// <param name="stddev">The standard deviation of the noise.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
[Configurable]
public sealed partial class GaussianNoise(float stddev, string? name = null) : Layer(name)
{
    private readonly float stddev = Require.NonNegative(stddev);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    internal override bool IsIdentityInPredictions => true;

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
}
