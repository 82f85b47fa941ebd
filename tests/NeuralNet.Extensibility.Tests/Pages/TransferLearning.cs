using NeuralNet;

/// <summary>The programs of docs/transfer-learning.md, word for word between the marks.</summary>
internal static class TransferLearning
{
    public static Sequential NewHead(Sequential pretrained, Tensor x, Tensor y)
    {
        // <page>
        Sequential model = pretrained.TakeUntil("features").Clone();
        model.Freeze();
        model.Dense(5, "softmax", name: "head");

        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(x, y, epochs: 20);
        // </page>
        return model;
    }

    public static void FineTune(Sequential model, Tensor x, Tensor y)
    {
        // <page>
        model.Unfreeze("dense*", "features");

        var optimizer = new Adam(0.001f) { LearningRateFactors = [("dense*", 0.1f), ("features", 0.3f)] };
        model.Compile(optimizer, "sparse_categorical_crossentropy", "accuracy");
        model.Fit(x, y, epochs: 10);
        // </page>
    }

    public static Sequential FeaturesOnce(Sequential pretrained, Tensor x, Tensor y)
    {
        // <page>
        Sequential trunk = pretrained.TakeUntil("features").Clone();
        trunk.Freeze();
        Tensor features = trunk.Predict(x);

        Sequential head = new Sequential(features.Shape[1], seed: 1, name: "head").Dense(5, "softmax");
        head.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", "accuracy");
        head.Fit(features, y, epochs: 20);

        Sequential model = trunk.Add(head);
        // </page>
        return model;
    }

    public static void FeaturesInAFile(Dataset rows, Model trunk, Sequential head)
    {
        // <page>
        Dataset features = rows.Batch(256).Map((x, y) => (trunk.Predict(x), y)).Cache("features.safetensors");
        head.Fit(features.Shuffle(), new FitOptions { Epochs = 20 });
        // </page>
    }

    public static Sequential FromPyTorch()
    {
        // <page>
        Sequential trunk = new Sequential(4)
            .Dense(8)
            .BatchNormalization(epsilon: 1e-5f)
            .Activation("relu");
        WeightMapping mapping = new WeightMapping()
            .AddPyTorch("dense", "0")
            .AddPyTorch("batch_normalization", "1");

        WeightsReport report = trunk.LoadWeights("net.pt", strict: false, mapping);
        if (report.Loaded.Count < trunk.Parameters.Count)
            throw new InvalidDataException(report.ToString());
        // </page>
        return trunk;
    }
}
