namespace NeuralNet.Explainability;

/// <summary>
/// The slope (f(z) − f(z₀))/(z − z₀) of an element-wise function between a row's values and those of references. Where the two are
/// so close that the quotient would be mostly rounding, and the function is smooth there, the mean of the two derivatives is taken.
/// </summary>
internal sealed class Slopes
{
    private const float Close = 1e-3f, Smooth = 1e-2f;

    private readonly Activation activation;
    private readonly Tensor z, y;
    private readonly float[] derivative;

    public Slopes(Activation activation, Tensor z, Tensor y)
    {
        this.activation = activation;
        this.z = z;
        this.y = y;
        derivative = Derivative(z.AsSpan(), y.AsSpan());
    }

    /// <summary>Multiplies the gradient of each reference by its slopes.</summary>
    public void Multiply(Tensor references, Tensor outputs, Tensor gradient)
    {
        for (int i = 0; i < gradient.Rows; i++)
            MultiplyRow(references.Row(i), outputs.Row(i), gradient.Row(i));
    }

    private void MultiplyRow(ReadOnlySpan<float> z0, ReadOnlySpan<float> y0, Span<float> gradient)
    {
        ReadOnlySpan<float> z1 = z.AsSpan(), y1 = y.AsSpan();
        float[]? derivative0 = null;
        for (int k = 0; k < gradient.Length; k++)
        {
            float difference = z1[k] - z0[k];
            if (Math.Abs(difference) < Close)
            {
                derivative0 ??= Derivative(z0, y0);
                if (difference == 0 || Math.Abs(derivative[k] - derivative0[k]) < Smooth)
                {
                    gradient[k] *= (derivative[k] + derivative0[k]) / 2;
                    continue;
                }
            }

            gradient[k] *= (y1[k] - y0[k]) / difference;
        }
    }

    private float[] Derivative(ReadOnlySpan<float> input, ReadOnlySpan<float> output)
    {
        float[] ones = new float[input.Length];
        Array.Fill(ones, 1f);
        activation.Backward(input, output, ones, 1);
        return ones;
    }
}
