// <page>
using NeuralNet;

/// <summary>
/// y = x·σ(βx) with one β for each feature, which is learned (Ramachandran et al., "Searching for activation functions", 2017).
/// </summary>
public sealed class LearnedSwish(float initialBeta = 1, string? name = null) : Layer(name)
{
    private Parameter beta = null!;

    /// <summary>Checks the input and declares the parameters; shapes leave out the batch.</summary>
    protected override void Build(LayerBuilder builder)
    {
        if (builder.InputShape.Rank != 1)
            throw builder.Error($"takes rows with one axis; they have the shape {builder.InputShape}");
        beta = builder.AddParameter("beta", builder.InputShape, new Constant(initialBeta));
    }

    protected override void Forward(Frame frame)
    {
        ReadOnlySpan<float> b = beta.Value.AsSpan();
        for (int row = 0; row < frame.BatchSize; row++)
        {
            ReadOnlySpan<float> x = frame.Input.Row(row);
            Span<float> y = frame.Output.Row(row);
            for (int i = 0; i < b.Length; i++)
                y[i] = x[i] * Sigmoid(b[i] * x[i]);
        }
    }

    /// <summary>With σ = σ(βx): dβ = Σ dy·x²·σ(1 − σ) over the rows, and dx = dy·(σ + βx·σ(1 − σ)).</summary>
    protected override void Backward(Frame frame)
    {
        ReadOnlySpan<float> b = beta.Value.AsSpan();
        Tensor? betaGradient = frame.Gradient(beta), inputGradient = frame.InputGradient;
        betaGradient?.AsSpan().Clear();
        for (int row = 0; row < frame.BatchSize; row++)
        {
            ReadOnlySpan<float> x = frame.Input.Row(row), dy = frame.OutputGradient.Row(row);
            for (int i = 0; i < b.Length; i++)
            {
                float sigmoid = Sigmoid(b[i] * x[i]), slope = sigmoid * (1 - sigmoid);
                if (betaGradient is not null)
                    betaGradient.AsSpan()[i] += dy[i] * x[i] * x[i] * slope;
                if (inputGradient is not null)
                    inputGradient.Row(row)[i] = dy[i] * (sigmoid + b[i] * x[i] * slope);
            }
        }
    }

    /// <summary>Writes the settings that make this layer again.</summary>
    protected override void WriteTo(Configuration configuration) => configuration.Set("initial_beta", initialBeta);

    public static LearnedSwish From(Configuration configuration) => new(configuration.GetSingle("initial_beta"));

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}

public static class LearnedSwishExtensions
{
    public static T LearnedSwish<T>(this ILayerStack<T> stack, float initialBeta = 1, string? name = null)
        where T : ILayerStack<T> => stack.Add(new LearnedSwish(initialBeta, name));
}
// </page>
