using System.Runtime.CompilerServices;
using NeuralNet;
using static Extensions.Tests.RankTraining;

namespace Extensions.Tests;

/// <summary>
/// Tests that a cancellation of one rank ends the work of all ranks, after the same step and without an exception of Fit.
/// </summary>
public class RankCancellationTests
{
    /// <summary>The last rank is cancelled between two batches, or while it waits for a batch.</summary>
    [Theory]
    [InlineData(2, "before")]
    [InlineData(3, "before")]
    [InlineData(2, "first batch")]
    [InlineData(2, "training")]
    [InlineData(3, "training")]
    [InlineData(2, "validation")]
    public void ATrainingIsCancelledOnAllRanks(int count, string moment)
    {
        var histories = new History[count];
        var weights = new float[count][];
        Assert.All(ThreadRanks.Run(count, strategy =>
        {
            using var cancellation = new CancellationTokenSource();
            bool isCancelled = strategy.Rank == count - 1;
            if (isCancelled && moment == "before")
                cancellation.Cancel();
            CancellationTokenSource? own = isCancelled ? cancellation : null;
            Sequential model = Regression(seed: 3);
            histories[strategy.Rank] = model.Fit(
                Stream(moment switch { "training" => 1.5, "first batch" => 0, _ => 9 }, own), Options(strategy) with
                {
                    ValidationData = Stream(moment == "validation" ? 1.5 : 9, own),
                }, cancellation.Token);
            weights[strategy.Rank] = Weights(model);
        }), Assert.Null);
        int epochs = moment is "training" or "validation" ? 1 : 0;
        Assert.All(histories, history => Assert.Equal(epochs, history.Names.Any() ? history["loss"].Count : 0));
        Assert.All(weights, others => Assert.Equal(weights[0], others));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("first batch")]
    [InlineData("evaluation")]
    public void AnEvaluationIsCancelledOnAllRanks(string moment)
    {
        Assert.All(ThreadRanks.Run(2, strategy =>
        {
            using var cancellation = new CancellationTokenSource();
            bool isCancelled = strategy.Rank == 1;
            if (isCancelled && moment == "before")
                cancellation.Cancel();
            Dataset data = moment == "before"
                ? Dataset.From(X(), Y())
                : Stream(moment == "evaluation" ? 0.5 : 0, isCancelled ? cancellation : null);
            Sequential model = Regression(seed: 3);
            Assert.Throws<OperationCanceledException>(() => model.Evaluate(data, strategy, Batch, cancellationToken: cancellation.Token));

            // A cancellation is no failure: the ranks go on together.
            model.Evaluate(Dataset.From(X(), Y()), strategy, Batch);
        }), Assert.Null);
    }

    [Fact]
    public void APredictionIsCancelledOnAllRanks()
    {
        Assert.All(ThreadRanks.Run(3, strategy =>
        {
            using var cancellation = new CancellationTokenSource();
            if (strategy.Rank == 1)
                cancellation.Cancel();
            Sequential model = Regression(seed: 3);
            Assert.Throws<OperationCanceledException>(() => model.Predict(X(), strategy, cancellationToken: cancellation.Token));
            Assert.Equal(Rows, model.Predict(X(), strategy).Shape[0]);
        }), Assert.Null);
    }

    /// <summary>
    /// Returns the rows as a stream. After a number of passes through the rows, the stream cancels and does not go on until it is
    /// cancelled.
    /// </summary>
    private static Dataset Stream(double passes, CancellationTokenSource? cancellation)
    {
        int read = 0;
        return Dataset.From(Read());

        async IAsyncEnumerable<DatasetElement> Read([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Tensor x = X(), y = Y();
            for (int i = 0; i < Rows; i++)
            {
                if (cancellation is not null && read++ >= passes * Rows)
                {
                    cancellation.Cancel();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                yield return new DatasetElement(x.Row(i).ToArray(), y.Row(i).ToArray());
            }
        }
    }
}
