using NeuralNet;

/// <summary>The program of docs/data-sets.md that cross-validates a model, word for word between the marks.</summary>
internal static class CrossValidating
{
    public static CrossValidationResult Run(Tensor x, Tensor y)
    {
        // <page>
        static Model Create(Tensor trainX, Tensor trainY)
        {
            var normalization = new Normalization();
            normalization.Adapt(trainX);
            Sequential model = new Sequential(2, seed: 1).Add(normalization).Dense(16, "tanh").Dense(2, "softmax");
            model.Compile(new Adam(learningRate: 0.01f), "sparse_categorical_crossentropy", "accuracy");
            return model;
        }

        var folds = StratifiedKFold.Split(labels: y, folds: 5, shuffle: true, seed: 1);
        CrossValidationResult result = CrossValidation.Run(Create, x, y, folds, new FitOptions { Epochs = 20 });
        Console.WriteLine($"accuracy {result.Mean("accuracy"):P1} ± {result.StandardDeviation("accuracy"):P1}");
        // </page>
        return result;
    }
}
