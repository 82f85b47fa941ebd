using NeuralNet;
using static Extensions.Tests.RankTraining;

namespace Extensions.Tests;

/// <summary>Tests that all ranks end together after an error, a stop or a cancellation on one of them.</summary>
public class RankFailureTests
{
    [Fact]
    public void ALossThatIsNotFiniteOnOneRankEndsAll()
    {
        Tensor y = Y();
        y[11, 0] = 1e30f;
        var weights = new float[3][];
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            Sequential model = Regression(3);
            try
            {
                model.Fit(X(), y, Options(strategy) with { Shuffle = false });
            }
            finally
            {
                weights[strategy.Rank] = Weights(model);
            }
        });
        Assert.All(exceptions, exception =>
        {
            var diverged = Assert.IsType<TrainingDivergedException>(exception);
            Assert.Contains("rank 2", diverged.Message, StringComparison.Ordinal);
            Assert.Equal((0, 1), (diverged.Epoch, diverged.Batch));
        });
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Theory]
    [InlineData("batch begin")]
    [InlineData("batch end")]
    [InlineData("epoch end")]
    [InlineData("forward")]
    [InlineData("backward")]
    [InlineData("data")]
    public void AnExceptionOfOneRankEndsAll(string where)
    {
        const string Why = "the disk of this rank is full";
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            bool isBad = strategy.Rank == 1;
            Sequential model = new Sequential(4, seed: 3).Dense(5, "tanh").Add(new Failing(isBad ? where : "", Why)).Dense(1);
            model.Compile("sgd", "mse");
            Action<TrainingRun> Throw(string place) => run =>
            {
                if (isBad && where == place && (run.Step == 2 || place == "epoch end"))
                    throw new IOException(Why);
            };
            Tensor x = isBad && where == "data" ? new Tensor(new Shape(Rows, 5)) : X();
            model.Fit(x, Y(), Options(strategy) with
            {
                Callbacks =
                    [new LambdaCallback(onBatchBegin: Throw("batch begin"), onBatchEnd: Throw("batch end"), onEpochEnd: Throw("epoch end"))],
            });
        });
        Assert.IsNotType<RankFailedException>(exceptions[1]);
        Assert.NotNull(exceptions[1]);
        foreach (Exception? exception in (Exception?[])[exceptions[0], exceptions[2]])
        {
            var failed = Assert.IsType<RankFailedException>(exception);
            Assert.Equal(1, failed.Rank);
            Assert.Contains("Rank 1", failed.Message, StringComparison.Ordinal);
            Assert.Contains(exceptions[1]!.Message, failed.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStopOrACancellationOfOneRankEndsAllAfterTheSameStep(bool isCancelled)
    {
        var steps = new int[3];
        var histories = new History[3];
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            using var cancellation = new CancellationTokenSource();
            histories[strategy.Rank] = Regression(3).Fit(X(), Y(), Options(strategy) with
            {
                Epochs = 5,
                Callbacks = [new LambdaCallback(onBatchEnd: run =>
                {
                    if (++steps[strategy.Rank] != 6 || strategy.Rank != 2)
                        return;
                    if (isCancelled)
                        cancellation.Cancel();
                    else
                        run.Stop();
                })],
            }, cancellation.Token);
        });
        Assert.All(exceptions, Assert.Null);
        Assert.Equal([6, 6, 6], steps);
        Assert.All(histories, history => Assert.Equal(isCancelled ? 1 : 2, history["loss"].Count));
    }

    /// <summary>A layer y = x that throws an exception in the third batch.</summary>
    private sealed class Failing(string where, string why) : Layer
    {
        private int forwards;

        protected override void Forward(Frame frame)
        {
            if (++forwards == 3 && where == "forward")
                throw new IOException(why);
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
        }

        protected override void Backward(Frame frame)
        {
            if (forwards == 3 && where == "backward")
                throw new IOException(why);
            frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
        }
    }
}
