namespace NeuralNet.Aot;

/// <summary>Three clouds of points around (2, 0), (-2, 0) and (0, 2), which a small network can separate.</summary>
internal static class Data
{
    public static (Tensor X, Tensor Y) Clouds(int rows, long seed)
    {
        var random = new RandomStream(seed);
        Tensor x = new(new Shape(rows, 2)), y = new(new Shape(rows, 1));
        for (int i = 0; i < rows; i++)
        {
            int cloud = i % 3;
            x[i, 0] = (cloud == 0 ? 2 : cloud == 1 ? -2 : 0) + 0.3f * (float)random.NextNormal();
            x[i, 1] = (cloud == 2 ? 2 : 0) + 0.3f * (float)random.NextNormal();
            y[i, 0] = cloud;
        }

        return (x, y);
    }

    public static (Sequential Model, Tensor X, Tensor Y) TrainedOnClouds()
    {
        (Tensor x, Tensor y) = Clouds(90, seed: 1);
        Sequential model = new Sequential(2, seed: 2).Dense(8, "relu").Dense(3, "softmax");
        model.Compile(new Adam(0.02f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(x, y, epochs: 40, batchSize: 10, verbose: Verbosity.Silent);
        Require.True(model.Evaluate(x, y)["accuracy"] > 0.95);
        return (model, x, y);
    }
}
