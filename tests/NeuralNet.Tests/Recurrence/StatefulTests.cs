namespace NeuralNet.Tests;

/// <summary>Tests of stateful layers: parts of a sequence, one after the other, give what the whole sequence gives.</summary>
public class StatefulTests
{
    public static TheoryData<string> Kinds => ["SimpleRNN", "LSTM", "GRU", "RNN"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PartsContinueEachOther(string kind)
    {
        Tensor x = TestData.Normal([3, 12, 2], 1);
        var whole = new Sequential([null, 2], seed: 1).Add(NewLayer(kind, false));
        var parts = new Sequential([null, 2], seed: 1).Add(NewLayer(kind, true));
        Tensor expected = whole.Predict(x);
        for (int round = 0; round < 2; round++)
        {
            for (int start = 0; start < 12; start += 4)
            {
                var part = new Tensor([3, 4, 2]);
                for (int row = 0; row < 3; row++)
                    x.Row(row).Slice(start * 2, 8).CopyTo(part.Row(row));
                Tensor y = parts.Predict(part);
                for (int row = 0; row < 3; row++)
                {
                    Close.To(Array.ConvertAll(expected.Row(row).Slice(start * 4, 16).ToArray(), value => (double)value), y.Row(row),
                        Close.Reference, $"row {row} from step {start}");
                }
            }

            ((RecurrentLayer)parts.Layers[0]).ResetStates();
        }
    }

    [Fact]
    public void AnotherBatchSizeIsAnErrorUntilTheStatesAreReset()
    {
        var model = new Sequential([4, 2], seed: 1).LSTM(3, stateful: true, name: "memory");
        model.Predict(TestData.Normal([3, 4, 2], 1));
        string message = Assert.Throws<ArgumentException>(() => model.Predict(TestData.Normal([2, 4, 2], 1))).Message;
        Assert.Contains("'memory' (LSTM) is stateful: it keeps the states of 3 samples and cannot continue with a batch of 2", message, StringComparison.Ordinal);
        ((LSTM)model.Layers[0]).ResetStates();
        model.Predict(TestData.Normal([2, 4, 2], 1));
    }

    [Fact]
    public void FitRefusesToShuffle()
    {
        var model = new Sequential([4, 2], seed: 1).GRU(3, stateful: true).Dense(1);
        model.Compile("sgd", "mse");
        Tensor x = TestData.Normal([8, 4, 2], 1), y = TestData.Normal([8, 1], 2);
        string message = Assert.Throws<ArgumentException>(() => model.Fit(x, y, batchSize: 4)).Message;
        Assert.Contains("'gru' (GRU) is stateful", message, StringComparison.Ordinal);
        Assert.Contains("shuffle: false", message, StringComparison.Ordinal);
        model.Fit(x, y, batchSize: 4, shuffle: false, verbose: Verbosity.Silent);
    }

    [Fact]
    public void StatesAreNotSaved()
    {
        var model = new Sequential([4, 2], seed: 1).LSTM(3, stateful: true);
        Tensor x = TestData.Normal([3, 4, 2], 1), first = model.Predict(x);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(Bits.Of(first), Bits.Of(Model.Load(stream).Predict(x)));
        Assert.NotEqual(Bits.Of(first), Bits.Of(model.Predict(x)));
    }

    [Fact]
    public void OneStepAllocatesNothing()
    {
        var model = new Sequential([1, 16], seed: 1).LSTM(64, stateful: true);
        float[] x = new float[16], y = new float[64];
        for (int i = 0; i < 50; i++)
            model.Predict(x, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            model.Predict(x, y);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Layer NewLayer(string kind, bool stateful) => kind switch
    {
        "SimpleRNN" => new SimpleRNN(4, returnSequences: true, stateful: stateful),
        "LSTM" => new LSTM(4, returnSequences: true, stateful: stateful),
        "GRU" => new GRU(4, returnSequences: true, stateful: stateful),
        _ => new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(4)]), returnSequences: true, stateful: stateful),
    };
}
