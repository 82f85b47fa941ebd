using System.Collections.Concurrent;

namespace NeuralNet.Tests;

[Collection(ProcessWide.Name)]
public class CrossValidationTests
{
    private static readonly FitOptions TwoEpochs = new() { Epochs = 2, BatchSize = 8 };

    /// <summary>Each fold is what a model gives that is trained by hand on the fold's training part.</summary>
    [Fact]
    public void FoldsAreThoseOfModelsTrainedByHand()
    {
        (Tensor x, Tensor y) = Data(50);
        IReadOnlyList<(int[] Train, int[] Test)> folds = StratifiedKFold.Split(y, 4, shuffle: true, seed: 3);
        CrossValidationResult result = CrossValidation.Run(Classifier, x, y, folds, TwoEpochs);
        Assert.Equal(4, result.Folds.Count);
        Assert.Equal(["loss", "accuracy"], result.Names);
        for (int fold = 0; fold < 4; fold++)
        {
            (int[] train, int[] test) = folds[fold];
            Model model = Classifier(x.Gather(train), y.Gather(train));
            History history = model.Fit(x.Gather(train), y.Gather(train), epochs: 2, batchSize: 8, verbose: Verbosity.Silent);
            Evaluation evaluation = model.Evaluate(x.Gather(test), y.Gather(test), batchSize: 8);
            Assert.Equal(history["loss"], result.Folds[fold].History["loss"]);
            Assert.Equal(evaluation.Loss, result.Folds[fold].Evaluation.Loss);
            Assert.Equal(evaluation["accuracy"], result.Folds[fold].Evaluation["accuracy"]);
            Assert.Equal(model.Predict(x.Gather(test)).ToArray(), result.Predictions.Gather(test).ToArray());
        }
    }

    [Fact]
    public void MeanAndStandardDeviationAreThoseOfTheFolds()
    {
        (Tensor x, Tensor y) = Data(40);
        CrossValidationResult result = CrossValidation.Run(Classifier, x, y, KFold.Split(40, 3), TwoEpochs);
        double[] losses = [.. result.Folds.Select(fold => fold.Evaluation.Loss)];
        double mean = (losses[0] + losses[1] + losses[2]) / 3;
        double variance = (Math.Pow(losses[0] - mean, 2) + Math.Pow(losses[1] - mean, 2) + Math.Pow(losses[2] - mean, 2)) / 3;
        Assert.Equal(mean, result.Mean("loss"), 1e-12);
        Assert.Equal(Math.Sqrt(variance), result.StandardDeviation("loss"), 1e-12);
        string text = FormattableString.Invariant($"loss: {mean:F4} ± {Math.Sqrt(variance):F4} - accuracy: ");
        Assert.StartsWith(text, result.ToString(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 40), result.PredictedRows.ToArray());
        BadInput.Refuses<KeyNotFoundException>(() => result.Mean("acuracy"), "acuracy", "accuracy");
    }

    [Fact]
    public void ResultsDoNotDependOnTheNumberOfThreads()
    {
        (Tensor x, Tensor y) = Data(60);
        CrossValidationResult[] results = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            using var limit = new ProcessWide.Threads(threads);
            CrossValidationResult result = CrossValidation.Run(Classifier, x, y, KFold.Split(60), TwoEpochs);
            Assert.Equal(threads, Compute.DegreeOfParallelism);
            return result;
        })];
        foreach (CrossValidationResult result in results[1..])
        {
            Assert.Equal(results[0].Predictions.ToArray(), result.Predictions.ToArray());
            Assert.Equal(results[0].Folds.Select(fold => fold.Evaluation.Loss), result.Folds.Select(fold => fold.Evaluation.Loss));
        }
    }

    /// <summary>Two folds wait for each other, which ends only if both are trained at once.</summary>
    [Fact]
    public void FoldsAreTrainedAtOnce()
    {
        using var limit = new ProcessWide.Threads(2);
        using var both = new Barrier(2);
        (Tensor x, Tensor y) = Data(20);
        CrossValidation.Run(
            (trainX, trainY) =>
            {
                Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)), "The other fold did not begin.");
                return Classifier(trainX, trainY);
            },
            x, y, KFold.Split(20, 2));
    }

    /// <summary>The factory is given the training rows alone, so that what it learns of them is theirs.</summary>
    [Fact]
    public void PreprocessingLearnsOfTheTrainingPart()
    {
        (Tensor x, Tensor y) = Data(12);
        IReadOnlyList<(int[] Train, int[] Test)> folds = KFold.Split(12, 3, shuffle: true, seed: 1);
        var means = new ConcurrentBag<float>();
        CrossValidation.Run(
            (trainX, trainY) =>
            {
                Assert.Equal(8, trainY.Length);
                var normalization = new Normalization();
                normalization.Adapt(trainX);
                means.Add(normalization.Mean[0]);
                var model = new Sequential(3, seed: 1);
                model.Add(normalization);
                model.Dense(2, "softmax").Compile("adam", "sparse_categorical_crossentropy");
                return model;
            },
            x, y, folds);
        float[] expected = [.. folds.Select(fold => fold.Train.Average(row => x[row, 0])).Order()];
        Assert.Equal(expected, means.Order(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void RowsInNoTestPartAreTold()
    {
        (Tensor x, Tensor y) = Data(23);
        CrossValidationResult result = CrossValidation.Run(Classifier, x, y, TimeSeriesSplit.Split(23, 3));
        Assert.Equal(Enumerable.Range(8, 15), result.PredictedRows.ToArray());
        Assert.Equal([15, 2], result.Predictions.Shape);
        Assert.All(result.Predictions.ToArray(), probability => Assert.InRange(probability, 0, 1));
        Assert.Equal(15, y.Gather(result.PredictedRows).Length);
    }

    [Fact]
    public void ModelsOfSeveralInputsAndOutputsAreTrained()
    {
        Tensor a = TestData.Normal([20, 2], 1), b = TestData.Normal([20, 3], 2), sum = TestData.Normal([20, 1], 3);
        CrossValidationResult result = CrossValidation.Run(
            (_, _) =>
            {
                Input left = new(2, seed: 1), right = new(3);
                Node joined = left.Concatenate(right);
                var model = new Model([left, right], [joined.Dense(1), joined.Dense(4)]);
                model.Compile("adam", ["mse", "mae"]);
                return model;
            },
            [a, b], [sum, TestData.Normal([20, 4], 4)], KFold.Split(20, 4));
        Assert.Equal([20, 1], result.OutputPredictions[0].Shape);
        Assert.Equal([20, 4], result.OutputPredictions[1].Shape);
        BadInput.Refuses<InvalidOperationException>(() => _ = result.Predictions, "have 2 outputs", "OutputPredictions");
    }

    [Fact]
    public void CallbacksAndProgressAreThoseOfEachFold()
    {
        (Tensor x, Tensor y) = Data(30);
        var epochs = new int[3];
        var reports = new Reports();
        CrossValidation.Run(
            Classifier, x, y, KFold.Split(30, 3), TwoEpochs,
            fold => [new LambdaCallback(onEpochEnd: _ => Interlocked.Increment(ref epochs[fold]))], reports);
        Assert.Equal([2, 2, 2], epochs);
        Assert.Equal([1, 2, 3], reports.Received.Select(report => report.Completed));
        Assert.Equal([0, 1, 2], reports.Received.Select(report => report.Fold).Order());
        Assert.All(reports.Received, report => Assert.Equal(3, report.Folds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AFoldThatFailsIsNamed(int threads)
    {
        using var limit = new ProcessWide.Threads(threads);
        (Tensor x, Tensor y) = Data(30);
        IReadOnlyList<(int[] Train, int[] Test)> folds = KFold.Split(30, 3);
        InvalidOperationException error = BadInput.Refuses<InvalidOperationException>(
            () => CrossValidation.Run(
                (trainX, trainY) => trainX[0, 0] == x[folds[1].Train[0], 0] && trainX[15, 0] == x[folds[1].Train[15], 0]
                    ? throw new FormatException("no such file")
                    : Classifier(trainX, trainY),
                x, y, folds),
            "Fold 1 of folds 0 to 2 (20 training rows, 10 test rows) failed: no such file");
        Assert.IsType<FormatException>(error.InnerException);
        BadInput.Refuses<InvalidOperationException>(
            () => CrossValidation.Run((_, _) => new Sequential(3).Dense(2), x, y, folds), "failed: ", "Compile");
        Model single = Classifier(x, y);
        BadInput.Refuses<InvalidOperationException>(
            () => CrossValidation.Run((_, _) => single, x, y, folds), "failed: ", "a new model each time");
        BadInput.Refuses<InvalidOperationException>(() => CrossValidation.Run((_, _) => null!, x, y, folds), "modelFactory", "null");
    }

    [Fact]
    public void CancellationEndsTheFolds()
    {
        (Tensor x, Tensor y) = Data(30);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CrossValidation.Run(
            Classifier, x, y, KFold.Split(30, 3), TwoEpochs with { Epochs = int.MaxValue },
            _ => [new LambdaCallback(onEpochEnd: _ => source.Cancel())], cancellationToken: source.Token));
    }

    [Fact]
    public void WhatCannotBeValidatedIsRefused()
    {
        (Tensor x, Tensor y) = Data(10);
        Refuses([], "'folds' is empty");
        Refuses([([0, 1], [])], "Fold 0 has no rows in its test part");
        Refuses([([0], [1]), (null!, [2])], "Fold 1 has no rows in its training part");
        Refuses([([0, 10], [1])], "Fold 0 has row 10 in its training part; the data have rows 0 to 9");
        Refuses([([0], [-1])], "Fold 0 has row -1 in its test part");
        Refuses([([0, 3], [1, 3])], "Fold 0 has row 3 in both parts");
        Refuses([([5], [1]), ([6], [2, 1])], "Fold 1 has row 1 in its test part, as fold 0 has");
        Refuses([([5], [1, 1])], "Fold 0 has row 1 in its test part, as fold 0 has");
        BadInput.Refuses<ArgumentException>(
            () => CrossValidation.Run(Classifier, x, new Tensor(9), KFold.Split(10)), "x has 10 rows and y has 9");
        RefusesOptions(new FitOptions { Callbacks = [new TerminateOnNaN()] }, "Callbacks");
        RefusesOptions(new FitOptions { ValidationData = (x, y) }, "ValidationData");
        RefusesOptions(new FitOptions { Progress = new Progress<TrainingProgress>() }, "Progress");
        Assert.Throws<ArgumentNullException>(() => CrossValidation.Run(Classifier, x, y, null!));
        Assert.Throws<ArgumentNullException>(() => CrossValidation.Run(null!, x, y, KFold.Split(10)));

        void Refuses((int[] Train, int[] Test)[] folds, string said) =>
            BadInput.Refuses<ArgumentException>(() => CrossValidation.Run(Classifier, x, y, folds), said);

        void RefusesOptions(FitOptions options, string said) =>
            BadInput.Refuses<ArgumentException>(
                () => CrossValidation.Run(Classifier, x, y, KFold.Split(10), options), said, "shared by folds");
    }

    private static (Tensor X, Tensor Y) Data(int rows) => (TestData.Normal([rows, 3], 1), TestData.Integers([rows], 2, 2));

    private static Model Classifier(Tensor x, Tensor y)
    {
        Sequential model = new Sequential(3, seed: 1).Dense(5, "tanh").Dropout(0.2f).Dense(2, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return model;
    }

    private sealed class Reports : IProgress<CrossValidationProgress>
    {
        public List<CrossValidationProgress> Received { get; } = [];

        public void Report(CrossValidationProgress value) => Received.Add(value);
    }
}
