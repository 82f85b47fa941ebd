namespace NeuralNet.Tests;

public class HardSiLUTests
{
    /// <summary>0 below −3, x above 3, x·(x + 3)/6 between (Keras: activations/activations.py).</summary>
    [Theory]
    [InlineData("hard_silu")]
    [InlineData("hard_swish")]
    public void IsXTimesTheHardSigmoid(string name)
    {
        float[] x = [float.NegativeInfinity, -1e30f, -4, -3, -2.5f, -1, -0.1f, 0, 0.1f, 1, 2.5f, 3, 4, 1e30f];
        float[] y = new float[x.Length], dx = new float[x.Length];
        Array.Fill(dx, 2);
        Activation activation = name;
        activation.Forward(x, y, x.Length);
        activation.Backward(x, y, dx, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            Close.To(x[i] <= -3 ? 0 : x[i] >= 3 ? x[i] : x[i] * (x[i] + 3.0) / 6, y[i], 1e-6, $"f({x[i]})");
            Close.To(2 * (x[i] <= -3 ? 0 : x[i] >= 3 ? 1 : (2.0 * x[i] + 3) / 6), dx[i], 1e-6, $"f'({x[i]})");
        }

        Assert.Equal("hard_silu", activation.Name);
    }
}
