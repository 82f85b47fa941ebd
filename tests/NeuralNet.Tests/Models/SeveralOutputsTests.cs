namespace NeuralNet.Tests;

/// <summary>Compares models with several inputs and outputs with manual calculations.</summary>
public class SeveralOutputsTests
{
    // a = 2·x, b = a + z: both are outputs, and a is read by b too.
    private static readonly Tensor X = new float[,] { { 1 }, { 2 } };
    private static readonly Tensor Z = new float[,] { { 10 }, { 20 } };
    private static readonly Tensor A = new float[,] { { 1 }, { 1 } };
    private static readonly Tensor B = new float[,] { { 10 }, { 20 } };

    // Predictions: a = (2, 4), b = (12, 24). Errors: a (1, 3), b (2, 4).
    private const double LossA = (1 + 9) / 2d;
    private const double LossB = (2 + 4) / 2d;

    [Fact]
    public void TheTotalIsTheWeightedSumOfTheOutputs()
    {
        Evaluation result = Compiled().Evaluate([X, Z], [A, B]);
        Assert.Equal(["loss", "a_loss", "b_loss", "a_mae", "b_mse", "b_weighted_mse"], result.Results.Select(pair => pair.Key));
        Assert.Equal(0.5 * LossA + 2 * LossB, result.Loss, 1e-6);
        Assert.Equal(LossA, result["a_loss"], 1e-6);
        Assert.Equal(LossB, result["b_loss"], 1e-6);
        Assert.Equal(2, result["a_mae"], 1e-6);
        Assert.Equal(10, result["b_mse"], 1e-6);
    }

    [Fact]
    public void SampleWeightsCountInLossesAndWeightedMetrics()
    {
        Evaluation result = Compiled().Evaluate([X, Z], [A, B], sampleWeight: [new float[] { 1, 3 }]);
        Assert.Equal((1 + 3 * 9) / 2d, result["a_loss"], 1e-6);
        Assert.Equal(2, result["a_mae"], 1e-6);
        Assert.Equal(10, result["b_mse"], 1e-6);
        Assert.Equal((4 + 3 * 16) / 4d, result["b_weighted_mse"], 1e-6);
    }

    /// <summary>The weights are in the order of the outputs: the samples of a have the weights 1 and 3, those of b equal weights.</summary>
    [Fact]
    public void EachOutputMayHaveSampleWeightsOfItsOwn()
    {
        Model model = Compiled();
        Tensor weights = new float[] { 1, 3 }, columns = new float[,] { { 1 }, { 3 } };
        foreach (Evaluation result in (Evaluation[])
            [
                model.Evaluate([X, Z], [A, B], sampleWeight: [weights, null]),
                model.Evaluate([X, Z], [A, B], 1, sampleWeight: [columns, null]),
                model.TestOnBatch([X, Z], [A, B], [weights, null]),
                model.TestOnBatch([X, Z], [A, B], [columns, null]),
            ])
        {
            Assert.Equal((1 + 3 * 9) / 2d, result["a_loss"], 1e-6);
            Assert.Equal(LossB, result["b_loss"], 1e-6);
            Assert.Equal(10, result["b_weighted_mse"], 1e-6);
        }

        Assert.Equal((4 + 3 * 16) / 4d, model.TestOnBatch([X, Z], [A, B], [null, weights])["b_weighted_mse"], 1e-6);
    }

    /// <summary>dL/da of the first loss: 0.5·2·(1·1, 3·3)/2; of the second through b, whose samples count 2 and 0: 2·(2, 0)/2.</summary>
    [Fact]
    public void TheWeightsOfEachOutputReachItsGradient()
    {
        IReadOnlyList<Tensor?> weights = [new float[] { 1, 3 }, new float[] { 2, 0 }];
        double expected = 2 - 0.1 * (1 * (0.5 + 2) + 2 * (4.5 + 0));
        Model stepped = Compiled(), fitted = Compiled();
        stepped.TrainOnBatch([X, Z], [A, B], weights);
        fitted.Fit([X, Z], [A, B], verbose: Verbosity.Silent, sampleWeight: weights);
        Assert.Equal(expected, stepped.Parameters[0].Value.ToArray()[0], 1e-6);
        Assert.Equal(expected, fitted.Parameters[0].Value.ToArray()[0], 1e-6);
    }

    [Fact]
    public void ValidationHasWeightsOfItsOwnForEachOutput()
    {
        Model model = Compiled(new SGD(0));
        History history = model.Fit(
            [X, Z], [A, B], verbose: Verbosity.Silent, validationData: ([X, Z], [A, B]),
            validationSampleWeight: [new float[] { 1, 3 }, null]);
        Assert.Equal(LossA, history["a_loss"][0], 1e-6);
        Assert.Equal((1 + 3 * 9) / 2d, history["val_a_loss"][0], 1e-6);
        Assert.Equal(LossB, history["val_b_loss"][0], 1e-6);
    }

    [Fact]
    public void SampleWeightsAreOneForAllOutputsOrOneForEach()
    {
        Model model = Compiled();
        Tensor weights = new float[] { 1, 3 };
        Assert.Contains("2 outputs (a, b)", Assert.Throws<ArgumentException>(() => model.Evaluate([X, Z], [A, B], sampleWeight: [weights, weights, weights])).Message, StringComparison.Ordinal);
        Assert.Contains("it has 0", Assert.Throws<ArgumentException>(() => model.TestOnBatch([X, Z], [A, B], [])).Message, StringComparison.Ordinal);
        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => model.TrainOnBatch([X, Z], [A, B], [weights, new float[3]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheGradientsOfAllOutputsMeet()
    {
        Model model = Compiled();
        model.TrainOnBatch([X, Z], [A, B]);
        // dL/da of the first loss: 0.5·2·(1, 3)/2; of the second through b: 2·(1, 1)/2. dL/dw = Σ x·dL/da.
        Assert.Equal(2 - 0.1 * (1 * (0.5 + 1) + 2 * (1.5 + 1)), model.Parameters[0].Value.ToArray()[0], 1e-6);
    }

    [Fact]
    public void FitReportsEachOutputInAlphabeticalOrder()
    {
        Model model = Compiled();
        History history = model.Fit([X, Z], [A, B], epochs: 2, validationData: ([X, Z], [A, B]), shuffle: false);
        Assert.Equal(
            ["a_loss", "a_mae", "b_loss", "b_mse", "b_weighted_mse", "loss", "val_a_loss", "val_a_mae", "val_b_loss", "val_b_mse", "val_b_weighted_mse", "val_loss"],
            history.Names);
        Assert.Equal(LossA, history["a_loss"][0], 1e-6);
    }

    [Fact]
    public void TheFiguresOfAnOutputCanBeWatched()
    {
        var stop = new EarlyStopping("a_loss", patience: 1);
        Model model = Compiled();
        model.Compile(new SGD(0), ["mse", "mae"]);
        Assert.Equal(2, model.Fit([X, Z], [A, B], epochs: 5, callbacks: [stop]).Epochs.Count);
    }

    [Fact]
    public void AnOutputThatIsReadFurtherOnKeepsItsOwnGradientApart()
    {
        // The sigmoid output would fuse with its loss; as 'b' reads it too, it must not.
        var input = new Input(2, seed: 5);
        Node a = input.Dense(1, "sigmoid", name: "a");
        Node b = a.Dense(1, "tanh", name: "b");
        var model = new Model([input], [a, b]);
        model.Compile(new SGD(1), ["binary_crossentropy", "mse"]);
        Tensor x = new float[,] { { 1, 2 }, { -1, 0.5f } }, first = new float[,] { { 1 }, { 0 } },
            second = new float[,] { { 0.3f }, { -0.2f } };
        Tensor kernel = model.Parameters[0].Value.Clone();
        float[][] rest = [.. model.Parameters.Skip(1).Select(parameter => parameter.Value.ToArray())];
        model.TrainOnBatch([x], [first, second]);
        float[] gradient = [.. kernel.ToArray().Zip(model.Parameters[0].Value.ToArray(), (before, after) => before - after)];
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal((LossAt(i, 1e-2f) - LossAt(i, -1e-2f)) / 2e-2, gradient[i], 1e-3);

        double LossAt(int index, float change)
        {
            model.Parameters[0].SetValue(kernel);
            model.Parameters[0].Value.Data[index] += change;
            for (int i = 0; i < rest.Length; i++)
                rest[i].CopyTo(model.Parameters[i + 1].Value.Data);
            return model.TestOnBatch([x], [first, second]).Loss;
        }
    }

    [Fact]
    public void ASharedLayerLearnsFromBothUses()
    {
        var left = new Input(1, seed: 1, name: "left");
        var right = new Input(1, name: "right");
        var shared = new Dense(1, useBias: false, kernelInitializer: "ones");
        var model = new Model([left, right], [left.Add(shared), right.Add(shared)]);
        model.Compile(new SGD(1), "mse");
        Tensor one = new float[,] { { 1 } }, two = new float[,] { { 2 } }, zero = new float[,] { { 0 } };
        Evaluation step = model.TrainOnBatch([one, two], [zero, zero]);
        Assert.Equal(["loss", "dense_loss", "dense_loss_1"], step.Results.Select(pair => pair.Key));
        // dL/dw = 2·w·(1² + 2²)
        Assert.Equal(1 - 10, shared.Parameters[0].Value[0, 0]);
    }

    [Fact]
    public void WrongNumbersAreNamed()
    {
        Model model = Compiled();
        Assert.Contains("(a, b)", Assert.Throws<ArgumentException>(() => model.Compile("sgd", ["mse"])).Message, StringComparison.Ordinal);
        Assert.Contains("'lossWeights'", Assert.Throws<ArgumentException>(
            () => model.Compile("sgd", ["mse", "mse"], lossWeights: [1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => model.Fit(X, A)).Message, StringComparison.Ordinal);
        Assert.Contains("2 outputs", Assert.Throws<ArgumentException>(() => model.Fit([X, Z], [A])).Message, StringComparison.Ordinal);
        Assert.Contains("classWeight", Assert.Throws<ArgumentException>(
            () => model.Fit([X, Z], [A, B], classWeight: new Dictionary<int, float> { [0] = 1 })).Message, StringComparison.Ordinal);
        var input = new Input(1);
        Node node = input.Dense(1);
        Assert.Contains("more than once", Assert.Throws<ArgumentException>(() => new Model([input], [node, node])).Message, StringComparison.Ordinal);
    }

    private static Model Compiled(Optimizer? optimizer = null)
    {
        var x = new Input(1, seed: 1, name: "x");
        var z = new Input(1, name: "z");
        Node a = x.Dense(1, useBias: false, kernelInitializer: new Constant(2), name: "a");
        Node b = a.Merge(new Add(name: "b"), z);
        var model = new Model([x, z], [a, b]);
        model.Compile(
            optimizer ?? new SGD(0.1f), ["mse", "mae"], lossWeights: [0.5f, 2], metrics: [["mae"], ["mse"]], weightedMetrics: [[], ["mse"]]);
        return model;
    }
}
