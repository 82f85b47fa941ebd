namespace NeuralNet.Aot;

/// <summary>Saves and loads a model with two inputs and two outputs, every merging layer and a shared layer.</summary>
internal static class Functional
{
    public static void Run(string folder)
    {
        Model model = Create();
        (Tensor tokens, Tensor numbers) = Inputs();
        Tensor[] y = [new Tensor(new Shape(6, 1)), new Tensor(new Shape(6, 2))];
        model.Compile(new SGD(0.01f, momentum: 0.9f), [Loss.MeanSquaredError, Loss.Huber], lossWeights: [1, 0.5f], metrics: [["mae"], []]);
        model.Fit([tokens, numbers], y, epochs: 2, batchSize: 3, verbose: Verbosity.Silent);
        (model.FeatureNames, model.Labels) = (["t0", "t1", "t2", "t3", "a", "b", "c"], ["one", "left", "right"]);

        string path = Path.Combine(folder, "functional.safetensors");
        model.Save(path);
        Model again = Model.Load(path);
        IReadOnlyList<Tensor> expected = model.Predict([tokens, numbers]), actual = again.Predict([tokens, numbers]);
        for (int i = 0; i < expected.Count; i++)
            Require.SameBits(expected[i], actual[i]);
        Require.True(again.Labels!.SequenceEqual(model.Labels!) && again.FeatureNames!.SequenceEqual(model.FeatureNames!));

        using var stream = new MemoryStream();
        again.Save(stream);
        Require.True(stream.ToArray().SequenceEqual(File.ReadAllBytes(path)));
        model.Fit([tokens, numbers], y, epochs: 2, batchSize: 3, verbose: Verbosity.Silent);
        again.Fit([tokens, numbers], y, epochs: 2, batchSize: 3, verbose: Verbosity.Silent);
        Require.SameBits(model.Predict([tokens, numbers])[1], again.Predict([tokens, numbers])[1]);
    }

    private static Model Create()
    {
        Input tokens = new(4, seed: 6, name: "tokens"), numbers = new(3, name: "numbers");
        Node words = tokens.Embedding(10, 5, maskZero: true).GlobalAveragePooling1D();
        var shared = new Dense(5, "tanh");
        Node first = words.Add(shared), second = numbers.Normalization(mean: [0, 1, 2], variance: [1, 2, 3]).Dense(5).Add(shared);
        Node merged = first.Add(second).Concatenate(first.Multiply(second), first.Subtract(second), first.Average(second),
            first.Maximum(second));
        Node body = merged.LayerNormalization().PReLU().Dropout(0.2f, noiseShape: [null, 25]).Reshape([5, 5]).UnitNormalization().Flatten();
        return new Model([tokens, numbers], [body.Dense(1), body.Dense(2, Activation.LeakyReLU(0.1f))]);
    }

    private static (Tensor Tokens, Tensor Numbers) Inputs()
    {
        Tensor tokens = new(new Shape(6, 4)), numbers = new(new Shape(6, 3));
        for (int i = 0; i < tokens.Length; i++)
            tokens.AsSpan()[i] = i * 7 % 10;
        for (int i = 0; i < numbers.Length; i++)
            numbers.AsSpan()[i] = MathF.Sin(i);
        return (tokens, numbers);
    }
}
