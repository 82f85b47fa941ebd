using NeuralNet;
using static Extensions.Tests.RankTraining;

namespace Extensions.Tests;

/// <summary>Tests that several ranks train the same model as one process.</summary>
public class TrainingStrategyTests
{
    private static readonly string[] Cases =
    [
        "plain", "dropout", "noise", "weights", "mean with weights", "sum", "masks", "embedding", "clipping", "outputs", "penalties",
        "batch normalization", "masked normalization", "renorm", "accumulation", "layer of one's own",
        "stream",
    ];

    public static TheoryData<string, int> Trainings
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in Cases)
            {
                for (int count = 1; count <= 4; count++)
                    data.Add(name, count);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void RanksTrainLikeOneProcess(string name, int count)
    {
        (float[] expected, History history) = Train(name, seed: 3, strategy: null);
        var weights = new float[count][];
        var histories = new History[count];
        var ranks = new ThreadRanks(count);
        Exception?[] exceptions = ranks.Run(strategy =>
            (weights[strategy.Rank], histories[strategy.Rank]) = Train(name, seed: 3 + 10 * strategy.Rank, strategy));
        Assert.All(exceptions, Assert.Null);
        for (int rank = 0; rank < count; rank++)
        {
            Assert.Equal(weights[0], weights[rank]);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], weights[rank][i], 1e-6f);
            foreach (string figure in history.Names)
            {
                Assert.Equal(histories[0][figure], histories[rank][figure]);
                for (int epoch = 0; epoch < Epochs; epoch++)
                    Assert.Equal(history[figure][epoch], histories[rank][figure][epoch], 2e-6);
            }
        }
    }

    [Fact]
    public void GradientsAreHandedOverInParts()
    {
        var ranks = new ThreadRanks(2);
        Assert.All(ranks.Run(strategy => Train("outputs", seed: 3, strategy)), Assert.Null);
        Assert.True(ranks.Buckets >= 2 * 3 * Epochs * 4, $"{ranks.Buckets} buckets");
    }

    /// <summary>Callbacks on every rank see the figures of whole batches, after every batch.</summary>
    [Fact]
    public void CallbacksSeeTheFiguresOfAllRows()
    {
        List<double> expected = Losses(null, 0);
        var seen = new List<double>[3];
        Assert.All(ThreadRanks.Run(3, strategy => seen[strategy.Rank] = Losses(strategy, 7 * strategy.Rank)), Assert.Null);
        foreach (List<double> losses in seen)
        {
            Assert.Equal(seen[0], losses);
            Assert.Equal(expected.Count, losses.Count);
            for (int i = 0; i < losses.Count; i++)
                Assert.Equal(expected[i], losses[i], 1e-6);
        }

        static List<double> Losses(TrainingStrategy? strategy, int seed)
        {
            var losses = new List<double>();
            Sequential model = Regression(3 + seed);
            model.Fit(X(), Y(), new FitOptions
            {
                BatchSize = Batch,
                Epochs = 2,
                Verbose = Verbosity.Silent,
                Strategy = strategy,
                Callbacks = [new LambdaCallback(onBatchEnd: run => losses.AddRange([run.Logs["loss"], run.Logs["mae"]]))],
            });
            return losses;
        }
    }

    private static (float[] Weights, History History) Train(string name, int seed, TrainingStrategy? strategy)
    {
        (Model model, Dataset data, Dataset validation) = Make(name, seed);
        History history = model.Fit(data, Options(strategy) with { ValidationData = validation });
        return (Weights(model), history);
    }

    private static (Model Model, Dataset Data, Dataset Validation) Make(string name, int seed)
    {
        Tensor x = X(), y = Y(), weights = new(Rows, [.. Enumerable.Range(0, Rows).Select(i => 0.25f + i % 4)]);
        Dataset plain = Dataset.From(x, y);
        switch (name)
        {
            case "dropout":
                return (Compiled(
                    new Sequential(4, seed).Dense(9, "tanh").Dropout(0.4f).Dense(6, "tanh")
                        .AlphaDropout(0.2f).Dense(1)), plain, plain);
            case "noise":
                return (Compiled(
                    new Sequential(4, seed).Dense(9, "tanh").GaussianNoise(0.3f).Reshape([3, 3])
                        .Dropout(0.5f, [null, 1, null]).Dropout(0.3f, [1, null, null])
                        .Flatten().Dense(1)), plain, plain);
            case "stream":
                IEnumerable<DatasetElement> samples = Enumerable.Range(0, Rows)
                    .Select(i => new DatasetElement(x.Row(i).ToArray(), y.Row(i).ToArray(), new float[] { 0.25f + i % 4 }));
                return (Regression(seed), Dataset.From(samples).Shuffle(bufferSize: 8).Prefetch(), Dataset.From(samples));
            case "weights":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1)), Dataset.From([x], [y], [weights]), plain);
            case "mean with weights":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    new MeanSquaredError { Reduction = Reduction.MeanWithSampleWeight }), Dataset.From([x], [y], [weights]), plain);
            case "sum":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    new MeanSquaredError { Reduction = Reduction.Sum }), plain, plain);
            case "masks":
                Tensor targets = new(new Shape(Rows, 4, 2), [.. Enumerable.Range(0, Rows * 8).Select(i => MathF.Cos(i))]);
                Dataset steps = Dataset.From(Tokens(9), targets);
                return (Compiled(new Sequential(4, seed).Embedding(9, 6, maskZero: true).Dense(2)), steps, steps);
            case "embedding":
                Dataset tokens = Dataset.From(Tokens(300), y);
                return (Compiled(
                    new Sequential(4, seed).Embedding(300, 6).GlobalAveragePooling1D()
                        .Dense(1)), tokens, tokens);
            case "clipping":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    optimizer: new Adam(0.01f, epsilon: 1e-3f) { GlobalClipNorm = 0.05f, UseEma = true, EmaMomentum = 0.8f }), plain,
                        plain);
            case "accumulation":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    optimizer: new SGD(0.05f, momentum: 0.9f) { GradientAccumulationSteps = 2, WeightDecay = 0.1f, ClipNorm = 0.1f }),
                        plain, plain);
            case "penalties":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh", kernelRegularizer: "l2", activityRegularizer: new L2(0.1f))
                        .Dense(1, kernelConstraint: new MaxNorm(0.5f))), plain, plain);
            case "batch normalization":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").BatchNormalization(momentum: 0.7f)
                        .Dense(3, "tanh").BatchNormalization(momentum: 0.7f).Dense(1)), plain, plain);
            case "renorm":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Add(new BatchNormalization(momentum: 0.7f, renorm: true, renormMomentum: 0.7f))
                        .Dense(1)), plain, plain);
            case "layer of one's own":
                return (Compiled(new Sequential(4, seed).Dense(5, "tanh").Add(new Centered()).Dense(1)), plain, plain);
            case "masked normalization":
                Dataset masked = Dataset.From(Tokens(9), y);
                return (Compiled(
                    new Sequential(4, seed).Embedding(9, 6, maskZero: true).BatchNormalization(momentum: 0.7f)
                        .GlobalAveragePooling1D().Dense(1)), masked, masked);
            case "outputs":
                var input = new Input(4, seed: seed);
                var shared = new Dense(6, "tanh");
                Node hidden = input.Dense(4).Add(shared);
                Node value = input.Add(shared).Merge(new Add(), hidden).Dense(1, name: "value");
                var model = new Model([input], [value, hidden.Dense(3, "softmax", name: "kind")]);
                model.Compile(new SGD(0.05f), ["mse", "sparse_categorical_crossentropy"], lossWeights: [1, 0.5f]);
                Tensor kinds = new(new Shape(Rows, 1), [.. Enumerable.Range(0, Rows).Select(i => (float)(i % 3))]);
                Dataset both = Dataset.From([x], [y, kinds]);
                return (model, both, both);
            default:
                return (Regression(seed), plain, plain);
        }
    }

    /// <summary>A layer y = x − the mean of the batch's rows, so dx = dy − the mean of dy.</summary>
    private sealed class Centered : Layer
    {
        protected override void Forward(Frame frame) => SubtractMean(frame, frame.Input, frame.Output, frame.SumOverBatch);

        protected override void Backward(Frame frame) =>
            SubtractMean(frame, frame.OutputGradient, frame.InputGradient!, frame.SumGradientsOverBatch);

        private static void SubtractMean(Frame frame, Tensor source, Tensor target, SumOfAll sum)
        {
            Span<float> count = [frame.BatchSize], mean = stackalloc float[source.Row(0).Length];
            mean.Clear();
            for (int row = 0; row < frame.BatchSize; row++)
            {
                for (int i = 0; i < mean.Length; i++)
                    mean[i] += source.Row(row)[i];
            }

            frame.SumOverBatch(count);
            sum(mean);
            for (int row = 0; row < frame.BatchSize; row++)
            {
                for (int i = 0; i < mean.Length; i++)
                    target.Row(row)[i] = source.Row(row)[i] - mean[i] / count[0];
            }
        }

        private delegate void SumOfAll(Span<float> values);
    }
}
