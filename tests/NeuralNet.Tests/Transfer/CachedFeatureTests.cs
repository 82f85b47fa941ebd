namespace NeuralNet.Tests;

/// <summary>
/// Tests that a head that is trained on features of a frozen trunk, computed once, gets the weights that it gets in the whole network.
/// </summary>
public sealed class CachedFeatureTests : IDisposable
{
    private const int Epochs = 4, BatchSize = 10;

    private static readonly Tensor X = TestData.Normal([47, 6], 1), Y = TestData.Integers([47, 1], 2, 3);

    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void FeaturesOfATensorGiveTheSameWeights()
    {
        (Model trunk, Sequential head, Sequential whole) = Networks();
        Train(whole, Dataset.From(X, Y).Shuffle());
        Train(head, Dataset.From(trunk.Predict(X), Y).Shuffle());
        Check(whole, head);
    }

    [Fact]
    public void FeaturesInAFileGiveTheSameWeights()
    {
        (Model trunk, Sequential head, Sequential whole) = Networks();
        Dataset rows = Dataset.From(X, Y);
        string path = Path.Combine(folder, "features.safetensors");
        Dataset features = rows.Batch(16).Map((x, y) => (trunk.Predict(x), y)).Cache(path);
        Train(whole, rows.Shuffle());
        Train(head, features.Shuffle());
        Check(whole, head);
        Train(head, Dataset.FromSafetensors(path).Shuffle());
    }

    /// <summary>The head becomes a part of the network, with the weights that it has learned.</summary>
    [Fact]
    public void TheTrunkTakesTheTrainedHead()
    {
        (Model trunk, Sequential head, _) = Networks();
        Tensor features = trunk.Predict(X);
        Train(head, Dataset.From(features, Y).Shuffle());
        Sequential network = ((Sequential)trunk).Add(head);
        Assert.Equal(head.Predict(features).ToArray(), network.Predict(X).ToArray());
    }

    /// <summary>Returns a frozen trunk with normalization, a head, and a network of both with a head of the same weights.</summary>
    private static (Model Trunk, Sequential Head, Sequential Whole) Networks()
    {
        Sequential pretrained = new Sequential(6, seed: 1).Dense(16, "relu").BatchNormalization().Dense(8, "tanh", name: "features").Dense(2);
        pretrained.Compile("adam", "mse");
        pretrained.Fit(X, TestData.Normal([47, 2], 3), verbose: Verbosity.Silent);
        pretrained.TakeUntil("features").Freeze();
        Sequential whole = pretrained.TakeUntil("features").Clone().Dense(3, "softmax", name: "head");
        Sequential head = new Sequential(8, seed: 1).Dense(3, "softmax", name: "head");
        foreach ((Parameter from, Parameter to) in whole.GetLayer("head").Parameters.Zip(head.Parameters))
            to.SetValue(from.Value);
        return (pretrained.TakeUntil("features"), head, whole);
    }

    private static void Train(Model model, Dataset data)
    {
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy");
        model.Fit(data, new FitOptions { Epochs = Epochs, BatchSize = BatchSize, Verbose = Verbosity.Silent });
    }

    private static void Check(Sequential whole, Sequential head)
    {
        foreach ((Parameter expected, Parameter actual) in whole.GetLayer("head").Parameters.Zip(head.Parameters))
            Assert.Equal(Bits.Of(expected.Value), Bits.Of(actual.Value));
    }
}
