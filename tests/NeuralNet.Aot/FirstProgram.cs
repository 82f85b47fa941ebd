namespace NeuralNet.Aot;

/// <summary>The README's first program.</summary>
internal static class FirstProgram
{
    public static void Run(string folder)
    {
        Tensor x = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };
        var model = new Sequential(2, seed: 1)
            .Dense(8, Activation.Tanh)
            .Dense(1, Activation.Sigmoid);
        model.Compile(new Adam(learningRate: 0.05f), Loss.BinaryCrossEntropy, Metric.Accuracy);
        History history = model.Fit(x, y, epochs: 200, batchSize: 4, verbose: Verbosity.Silent);
        Require.Equal(200, history["loss"].Count);
        Require.True(history["loss"][^1] < 0.1);
        Require.Equal(1, model.Evaluate(x, y)["accuracy"]);

        string path = Path.Combine(folder, "xor.safetensors");
        model.Save(path);
        Model again = Model.Load(path);
        Require.SameBits(model.Predict(x), again.Predict(x));
        again.Fit(x, y, epochs: 3, verbose: Verbosity.Silent);
        model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent);
        Require.SameBits(model.Predict(x), again.Predict(x));
    }
}
