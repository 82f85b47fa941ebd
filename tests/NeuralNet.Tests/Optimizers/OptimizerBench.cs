namespace NeuralNet.Tests;

/// <summary>An optimizer with one parameter and given gradients.</summary>
internal sealed class OptimizerBench
{
    private readonly Optimizer optimizer;
    private readonly OptimizerState state;
    private readonly Parameter parameter;
    private readonly Random random;

    public OptimizerBench(Optimizer optimizer, int length, int seed, Constraint? constraint = null)
    {
        this.optimizer = optimizer;
        random = new Random(seed);
        parameter = new Parameter(new Flatten(name: "free"), "value", length, new Zeros(), isTrainable: true, regularizer: null, constraint);
        parameter.SetValue(new Tensor(length, Draw(length)));
        state = new OptimizerState(optimizer);
        state.Train([parameter]);
    }

    public Span<float> Values => parameter.Value.AsSpan();

    public float[][] Slots => state.Slots[0];

    public double[] Weights() => [.. parameter.Value.ToArray().Select(value => (double)value)];

    /// <summary>Runs one step with a random gradient, and returns the gradient from before the step.</summary>
    public float[] Step() => Step(Draw(parameter.Shape.Size));

    public float[] Step(float[] gradient)
    {
        gradient.CopyTo(state.Gradients[0].Values.AsSpan());
        optimizer.Apply(state);
        return gradient;
    }

    public void Finish() => optimizer.Finish(state);

    public void AssertWeights(double[] expected)
    {
        float[] actual = parameter.Value.ToArray();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
    }

    private float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(2 * random.NextDouble() - 1))];
}
