namespace NeuralNet.Explainability.Tests;

/// <summary>Tests of progress, cancellation, and concurrent use.</summary>
public class RunTests
{
    private static readonly Model Model = Examples.Classifier("tanh");
    private static readonly Tensor Background = Examples.Rows(300, 4, seed: 4);
    private static readonly Features Names = Features.Of(4);

    private delegate void Work(Tensor x, IProgress<double>? progress, CancellationToken cancellationToken);

    public static TheoryData<string> Methods => [.. All().Keys];

    public static TheoryData<string> NeuronTools => [.. Tools().Keys];

    [Theory]
    [MemberData(nameof(Methods))]
    public void ProgressGoesUpToOne(string method)
    {
        foreach (int rows in new[] { 2, 70 })
        {
            var progress = new Recorder();
            All()[method](Examples.Rows(rows, 4, seed: 3), progress, CancellationToken.None);
            Assert.Equal(1, progress.Reports[^1], 1e-9);
            Assert.Equal(progress.Reports.Order(), progress.Reports);
            Assert.InRange(progress.Reports[0], 1e-9, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void ManyRowsAreReportedOnTheWay(string method)
    {
        var progress = new Recorder();
        All()[method](Examples.Rows(1600, 4, seed: 3), progress, CancellationToken.None);
        Assert.True(progress.Reports.Count >= 3, $"{progress.Reports.Count} reports");
        Assert.Equal(progress.Reports.Order(), progress.Reports);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void CancellationEndsTheWork(string method) => Assert.ThrowsAny<OperationCanceledException>(
        () => All()[method](Examples.Rows(2, 4, seed: 3), null, new CancellationToken(canceled: true)));

    [Theory]
    [MemberData(nameof(Methods))]
    public void CancellationInTheMiddleEndsTheWork(string method)
    {
        // The first report of progress cancels.
        using var source = new CancellationTokenSource();
        var progress = new Recorder { AtReport = source.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => All()[method](Examples.Rows(4000, 4, seed: 3), progress, source.Token));
        Assert.InRange(progress.Reports[^1], 0, 0.9);
    }

    [Theory]
    [MemberData(nameof(NeuronTools))]
    public void CancellationEndsToolsForNeurons(string tool) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Tools()[tool](new CancellationToken(canceled: true)));

    [Fact]
    public void AnExplanationAfterACancelledOneIsUnchanged()
    {
        Tensor row = new float[] { 1, -2, 0.5f, 3 };
        Assert.All(ExplainerTests.All(Model, Background).Values, explainer =>
        {
            IReadOnlyList<double> expected = explainer.Explain(row, seed: 5).Values;
            using var source = new CancellationTokenSource();
            var progress = new Recorder { AtReport = source.Cancel };
            Assert.ThrowsAny<OperationCanceledException>(() => explainer.ExplainRows(
                Examples.Rows(4000, 4, seed: 3), progress: progress, cancellationToken: source.Token));
            Assert.Equal(expected, explainer.Explain(row, seed: 5).Values);
        });
    }

    /// <summary>An explainer and a model that are used from many threads at once give the results of a single thread.</summary>
    [Fact]
    public void OthersMayPredictAndExplainMeanwhile()
    {
        Model model = Examples.Classifier("relu");
        Tensor x = Examples.Rows(300, 4, seed: 11), background = Examples.Rows(20, 4, seed: 4), row = new float[] { 1, -2, 0.5f, 3 };
        Func<string>[] works =
        [
            () => string.Join(' ', model.Predict(x).ToArray()),
            .. ExplainerTests.All(model, background).Values.Select<Explainer, Func<string>>(
                explainer => () => explainer.Explain(row, output: 2, seed: 3).ToJson()),
            () => PermutationImportance.Of(model.Predict, x, new Tensor([300]), "accuracy").ToString(),
            () => string.Join(' ', PartialDependence.Of(model.Predict, x, "x1", output: 0).Mean),
            () => new ActivationRecorder(model).Record(x).ToString(), () => DeadNeuronReport.Of(model, x).ToString(),
            () => string.Join(' ', MaxActivatingInputs.Of(model, x, "dense_1", neuron: 3)),
            () => ActivationMaximization.Of(model, "dense_1", neuron: 3, steps: 20).Activation.ToString("R", null),
        ];
        string[] alone = [.. works.Select(work => work())];
        Parallel.For(0, 4 * works.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            // Every other piece of work is a prediction of others.
            int index = i % 2 == 0 ? 0 : i / 2 % works.Length;
            Assert.Equal(alone[index], works[index]());
        });
    }

    private static Dictionary<string, Work> All()
    {
        Dictionary<string, Work> works = ExplainerTests.All(Model, Background).ToDictionary(pair => pair.Key, pair => new Work(
            (x, progress, cancellationToken) => pair.Value.ExplainRows(x, 1, seed: 0, progress, cancellationToken)));
        works["Permutation importance"] = (x, progress, cancellationToken) => PermutationImportance.Of(
            Model.Predict, x, new Tensor([x.Shape[0]]), "accuracy", repeats: 5, Names, seed: 0, progress, cancellationToken);
        works["Partial dependence"] = (x, progress, cancellationToken) => PartialDependence.Of(
            Model.Predict, x, "x1", output: 1, points: 20, Names, progress, cancellationToken);
        return works;
    }

    private static Dictionary<string, Action<CancellationToken>> Tools() => new()
    {
        ["recorder"] = token => new ActivationRecorder(Model).Record(Background, token),
        ["dead neurons"] = token => DeadNeuronReport.Of(Model, Background, token),
        ["exciting inputs"] = token => MaxActivatingInputs.Of(Model, Background, "dense", neuron: 0, cancellationToken: token),
        ["maximization"] = token => ActivationMaximization.Of(Model, "dense", neuron: 0, cancellationToken: token),
    };

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Reports { get; } = [];

        public Action? AtReport { get; init; }

        public void Report(double value)
        {
            Reports.Add(value);
            AtReport?.Invoke();
        }
    }
}
