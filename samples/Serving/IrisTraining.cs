using NeuralNet;
using NeuralNet.Data;

namespace Serving;

/// <summary>Trains the model that is served, which normalizes its inputs, so that clients send centimetres.</summary>
internal static class IrisTraining
{
    public static Model Run()
    {
        Table irises = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
        Tensor x = irises.ToTensor("sepal_length", "sepal_width", "petal_length", "petal_width"), y = irises.ToLabels("species");
        var (train, test) = Split.TrainTest(x, y, testFraction: 0.2, seed: 1, stratify: y);

        var normalization = new Normalization();
        normalization.Adapt(train.X);
        Sequential model = new Sequential(4, seed: 1).Add(normalization).Dense(8, "tanh").Dense(3, "softmax");
        model.Labels = irises.CategoriesOf("species");
        model.Compile(new Adam(learningRate: 0.01f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(train.X, train.Y, epochs: 100, batchSize: 16, verbose: Verbosity.Silent);
        double accuracy = model.Evaluate(test.X, test.Y)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"Trained; {accuracy:P0} of the test flowers are named rightly."));
        return model;
    }
}
