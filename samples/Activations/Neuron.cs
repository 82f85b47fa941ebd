using NeuralNet;

/// <summary>One neuron with one input: y = f(w·x + b), with w = 1 and b = 0.</summary>
internal sealed class Neuron
{
    private readonly Sequential model;
    private readonly Parameter bias;

    public Neuron(string activation)
    {
        Name = activation;
        model = new Sequential(1).Dense(1, activation, kernelInitializer: "ones", biasInitializer: "zeros");
        bias = model.Parameters[1];
        try
        {
            // The gradient is wanted, not the step.
            model.Compile(new Sgd(learningRate: 0), Loss.MeanSquaredError);
        }
        catch (ArgumentException notTrainable)
        {
            WhyItCannotLearn = notTrainable.Message;
        }
    }

    public string Name { get; }

    /// <summary>What the library says of a function that gradient descent cannot train; null for the others.</summary>
    public string? WhyItCannotLearn { get; }

    /// <summary>f(x).</summary>
    public float Value(float x) => model.Predict(Row(x))[0, 0];

    /// <summary>
    /// f′(x) by backpropagation. The loss (y − t)² with the target t = y − ½ has dL/dy = 1, and dy/db = f′(x), so the bias's
    /// gradient is f′(x). Where f cannot be trained, it is 0.
    /// </summary>
    public float Derivative(float x)
    {
        if (WhyItCannotLearn is not null)
            return 0;
        model.Fit(Row(x), Row(Value(x) - 0.5f), verbose: Verbosity.Silent);
        return bias.Gradient[0];
    }

    private static Tensor Row(float value) => new float[,] { { value } };
}
