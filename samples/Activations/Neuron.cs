using NeuralNet;

/// <summary>One neuron with one input: y = f(w·x + b), with w = 1 and b = 0.</summary>
internal sealed class Neuron
{
    private readonly Sequential model;

    public Neuron(string activation)
    {
        Name = activation;
        model = new Sequential(1).Dense(1, activation, kernelInitializer: "ones", biasInitializer: "zeros");
        try
        {
            // Compile refuses a function that gradient descent cannot train.
            model.Compile("sgd", Loss.MeanSquaredError);
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

    /// <summary>f′(x) by backpropagation: with w = 1 it is dy/dx. Where f cannot be trained, it is 0.</summary>
    public float Derivative(float x) => WhyItCannotLearn is null ? model.InputGradient(Row(x), Row(1))[0, 0] : 0;

    private static Tensor Row(float value) => new float[,] { { value } };
}
