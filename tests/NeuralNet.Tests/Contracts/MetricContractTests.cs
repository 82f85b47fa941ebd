namespace NeuralNet.Tests;

public class MetricContractTests
{
    private const int Rows = 40;

    public static TheoryData<int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < MetricExamples.All.Length; i++)
                data.Add(i, $"{MetricExamples.All[i].Metric.Name} of {MetricExamples.All[i].Targets}");
            return data;
        }
    }

    [Fact]
    public void EveryMetricHasAnExample() => Implementations.RequireExamples(
        MetricExamples.All.Select(example => example.Metric), "MetricExamples.cs",
            "new(new CLASS(…), Values.ZeroOrOne, Values.Probabilities, 1),");

    [Theory]
    [MemberData(nameof(Examples))]
    public void BatchesAddUpToTheWhole(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator whole = data.NewAccumulator(), parts = data.NewAccumulator();
        data.Update(whole, 0, Rows, isWeighted: true);
        foreach ((int start, int count) in ((int, int)[])[(0, 1), (1, 22), (23, 17)])
            data.Update(parts, start, count, isWeighted: true);
        Close.To(whole.Result, parts.Result, 1e-6, name);
    }

    /// <summary>Processes that share the rows count each its own; put together in order, the figures are those of all rows.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void PartsMergeToTheWhole(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator whole = data.NewAccumulator(), merged = data.NewAccumulator();
        data.Update(whole, 0, Rows, isWeighted: true);
        foreach ((int start, int count) in ((int, int)[])[(0, 1), (1, 22), (23, 0), (23, 17)])
        {
            MetricAccumulator part = data.NewAccumulator();
            if (count > 0)
                data.Update(part, start, count, isWeighted: true);
            double[] before = part.Results.ToArray();
            merged.MergeWith(part);
            Assert.Equal(before, part.Results.ToArray());
        }

        double[] expected = whole.Results.ToArray(), actual = merged.Results.ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], actual[i], 1e-12, $"{name}[{i}]");
        Assert.NotEqual(data.NewAccumulator().Result, merged.Result);
    }

    /// <summary>Without weights, all that is counted are whole numbers, so nothing is rounded.</summary>
    [Fact]
    public void MergedCountsAreExact()
    {
        for (int index = 0; index < MetricExamples.All.Length; index++)
        {
            if (MetricExamples.All[index].Metric is not (ThresholdMetric or F1Score or AUC or NeuralNet.Accuracy))
                continue;
            Case data = Case.Draw(index);
            MetricAccumulator whole = data.NewAccumulator(), merged = data.NewAccumulator(), second = data.NewAccumulator();
            data.Update(whole, 0, Rows, isWeighted: false);
            data.Update(merged, 0, 13, isWeighted: false);
            data.Update(second, 13, 27, isWeighted: false);
            merged.MergeWith(second);
            Assert.Equal(whole.Results.ToArray(), merged.Results.ToArray());
        }
    }

    [Fact]
    public void AnotherMetricsAccumulatorIsRefused()
    {
        MetricAccumulator means = new BinaryAccuracy().CreateAccumulator(), counts = new Precision().CreateAccumulator();
        BadInput.Refuses<ArgumentException>(() => means.MergeWith(counts), "other");
        BadInput.Refuses<ArgumentException>(() => counts.MergeWith(means), "other");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ResetForgetsAllBatches(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator used = data.NewAccumulator(), fresh = data.NewAccumulator();
        data.Update(used, 0, 25, isWeighted: true);
        used.Reset();
        Assert.True(used.Result == data.NewAccumulator().Result, $"{name}: after Reset the result is {used.Result}");
        data.Update(used, 25, 15, isWeighted: false);
        data.Update(fresh, 25, 15, isWeighted: false);
        Assert.Equal(fresh.Result, used.Result);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void NothingSeenIsZero(int index, string name) => Assert.True(Case.Draw(index).NewAccumulator().Result == 0, name);

    [Theory]
    [MemberData(nameof(Examples))]
    public void RowsOfWeightZeroDoNotCount(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator weighted = data.NewAccumulator(), shorter = data.NewAccumulator();
        data.Weights.AsSpan(30).Clear();
        data.Update(weighted, 0, Rows, isWeighted: true);
        data.Update(shorter, 0, 30, isWeighted: true);
        Close.To(shorter.Result, weighted.Result, 1e-6, name);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void WeightsOfOneAreNoWeights(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator weighted = data.NewAccumulator(), plain = data.NewAccumulator();
        data.Weights.AsSpan().Fill(1);
        data.Update(weighted, 0, Rows, isWeighted: true);
        data.Update(plain, 0, Rows, isWeighted: false);
        Close.To(plain.Result, weighted.Result, 1e-6, name);
        Assert.True(double.IsFinite(plain.Result), name);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void AccumulatorsAreIndependent(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator first = data.NewAccumulator(), second = data.NewAccumulator();
        data.Update(first, 0, Rows, isWeighted: false);
        double alone = first.Result;
        data.Update(second, 0, 7, isWeighted: true);
        Assert.True(alone == first.Result, name);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameMetricAgain(int index, string name)
    {
        Case data = Case.Draw(index);
        Metric original = MetricExamples.All[index].Metric;
        Metric again = Implementations.ThroughText(original, Metric.Known);
        Assert.Equal(original.Name, again.Name);
        Assert.Equal(original.Direction, again.Direction);
        MetricAccumulator accumulator = data.NewAccumulator(), accumulatorAgain = (data with { Metric = again }).NewAccumulator();
        data.Update(accumulator, 0, Rows, isWeighted: true);
        data.Update(accumulatorAgain, 0, Rows, isWeighted: true);
        Assert.True(accumulator.Result == accumulatorAgain.Result, name);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void WhatIsCountedGoesOnFromAFile(int index, string name)
    {
        Case data = Case.Draw(index);
        MetricAccumulator whole = data.NewAccumulator(), first = data.NewAccumulator(), second = data.NewAccumulator(),
            empty = data.NewAccumulator();
        data.Update(whole, 0, 17, isWeighted: true);
        data.Update(first, 0, 17, isWeighted: true);
        var state = new SavedState();
        first.SaveState(state);
        second.RestoreState(SavedStateTests.ThroughText(state));
        Assert.True(whole.Result == second.Result, name);
        data.Update(whole, 17, 23, isWeighted: false);
        data.Update(second, 17, 23, isWeighted: false);
        Assert.Equal(whole.Results.ToArray(), second.Results.ToArray());

        Assert.Throws<FormatException>(() => second.RestoreState(new SavedState()));
        var nothing = new SavedState();
        empty.SaveState(nothing);
        second.RestoreState(SavedStateTests.ThroughText(nothing));
        Assert.True(second.Result == 0, name);
    }

    private sealed record Case(Metric Metric, int RowLength, float[] Target, float[] Prediction, float[] Weights)
    {
        private Shape TargetShape => Target.Length == Rows && RowLength > 1 ? [Rows] : [Rows, RowLength];

        public static Case Draw(int index)
        {
            MetricExample example = MetricExamples.All[index];
            return new Case(
                example.Metric, example.RowLength, example.Targets.Draw(Rows, example.RowLength, seed: 41),
                example.Predictions.Draw(Rows, example.RowLength, seed: 42), TestData.Uniform(Rows, seed: 43, 0.1f, 2).ToArray());
        }

        public MetricAccumulator NewAccumulator() => Metric.Resolve(TargetShape, [Rows, RowLength]).CreateAccumulator();

        public void Update(MetricAccumulator accumulator, int start, int count, bool isWeighted)
        {
            int targetLength = Target.Length / Rows;
            accumulator.Update(
                Target.AsSpan(start * targetLength, count * targetLength), Prediction.AsSpan(start * RowLength, count * RowLength),
                    RowLength,
                isWeighted ? Weights.AsSpan(start, count) : []);
        }
    }
}
