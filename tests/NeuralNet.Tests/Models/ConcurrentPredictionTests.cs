namespace NeuralNet.Tests;

public class ConcurrentPredictionTests
{
    private const int Threads = 8;

    [Fact]
    public void EightThreadsGetTheBitsOfOneAlone()
    {
        var model = new Sequential(5, seed: 1).Dense(32, "relu").Dropout(0.5f).Dense(16, "tanh").Dense(3, "softmax");
        Check(model.Predict, thread => TestData.Normal([1 + 37 * thread, 5], thread));
    }

    [Fact]
    public void LargeProductsOnEightThreadsGetTheBitsOfOneAlone()
    {
        var model = new Sequential(256, seed: 1).Dense(256, "relu").Dense(10);
        Check(model.Predict, thread => TestData.Normal([300, 256], thread), repeats: 4);
    }

    [Fact]
    public void FunctionalModelsToo()
    {
        var input = new Input(4, seed: 1);
        Node hidden = input.Dense(4, "relu");
        var model = new Model(input, hidden.Add(input).Concatenate(hidden).Dense(2));
        Check(model.Predict, thread => TestData.Normal([20, 4], thread));
    }

    [Fact]
    public void RowsAreSafeToo()
    {
        var model = new Sequential(4, seed: 1).Dense(8, "sigmoid").Dense(3, "softmax");
        Check(
            (x, _, _) =>
            {
                var output = new Tensor([x.Shape[0], 3]);
                for (int i = 0; i < x.Shape[0]; i++)
                    model.Predict(x.Row(i), output.Row(i));
                return output;
            },
            thread => TestData.Normal([50, 4], thread));
    }

    private static void Check(Func<Tensor, int, CancellationToken, Tensor> predict, Func<int, Tensor> input, int repeats = 30)
    {
        Tensor[] inputs = [.. Enumerable.Range(0, Threads).Select(input)];
        int[][] alone = [.. inputs.Select(x => Bits.Of(predict(x, 64, default)))];
        int wrong = 0;
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < repeats; i++)
            {
                if (!Bits.Of(predict(inputs[thread], 64, default)).SequenceEqual(alone[thread]))
                    Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }
}
