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

    /// <summary>The message of the library about a function that gradient descent cannot train; null for other functions.</summary>
    public string? WhyItCannotLearn { get; }

    /// <summary>Computes f(x).</summary>
    public float Value(float x) => model.Predict(Row(x))[0, 0];

    /// <summary>Computes f′(x) by backpropagation, which is dy/dx for w = 1; 0 if f cannot be trained.</summary>
    public float Derivative(float x) => WhyItCannotLearn is null ? model.InputGradient(Row(x), Row(1))[0, 0] : 0;

    private static Tensor Row(float value) => new float[,] { { value } };
}
