using NeuralNet;

/// <summary>The first program of the README, word for word between the marks; it stands outside any namespace, as a user's would.</summary>
internal static class FirstProgram
{
    public static (Model Model, Tensor Prediction, Tensor X) Run()
    {
        // <readme>
        Tensor x = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

        var model = new Sequential(2)
            .Dense(8, Activation.Tanh)
            .Dense(1, Activation.Sigmoid);

        model.Compile(new Adam(learningRate: 0.05f), Loss.BinaryCrossEntropy, Metric.Accuracy);

        History history = model.Fit(x, y, epochs: 200, batchSize: 4);
        Evaluation result = model.Evaluate(x, y);
        Console.WriteLine($"loss {result.Loss:F4}, accuracy {result["accuracy"]:P0}");

        Tensor prediction = model.Predict(x);
        model.Save("xor.safetensors");
        Model again = Model.Load("xor.safetensors");
        // </readme>
        return (again, prediction, x);
    }
}
