namespace NeuralNet.Tests;

/// <summary>Tests of SimpleRNN, LSTM and GRU against a naive implementation in random settings.</summary>
[Collection(ProcessWide.Name)]
public class RecurrentLayerTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AgreesWithTheFormulas(int seed)
    {
        var random = new System.Random(seed);
        string kind = new[] { "SimpleRNN", "LSTM", "GRU" }[seed % 3];
        bool useBias = random.Next(4) > 0, resetAfter = random.Next(2) == 0, goBackwards = random.Next(2) == 0;
        bool returnSequences = random.Next(2) == 0, isMasked = random.Next(3) > 0, hasStates = random.Next(2) == 0;
        bool zeroOutput = random.Next(2) == 0, isDifferentiated = random.Next(2) == 0;
        int batch = random.Next(1, 20), steps = random.Next(1, 12), features = random.Next(1, 9), units = random.Next(1, 40);
        Layer layer = kind switch
        {
            "SimpleRNN" => new SimpleRNN(units, useBias: useBias, biasInitializer: "normal", returnSequences: returnSequences,
                returnState: true, goBackwards: goBackwards, zeroOutputForMask: zeroOutput),
            "LSTM" => new LSTM(units, useBias: useBias, biasInitializer: "normal", returnSequences: returnSequences,
                returnState: true, goBackwards: goBackwards, zeroOutputForMask: zeroOutput),
            _ => new GRU(units, useBias: useBias, biasInitializer: "normal", returnSequences: returnSequences, resetAfter: resetAfter,
                returnState: true, goBackwards: goBackwards, zeroOutputForMask: zeroOutput),
        };
        Tensor x = TestData.Normal([batch, steps, features], seed);
        Tensor? mask = isMasked ? TestData.Integers([batch, steps], seed + 1, 2) : null;
        Tensor[] states = [.. Enumerable.Range(0, kind == "LSTM" ? 2 : 1).Select(i => TestData.Normal([batch, units], seed + 2 + i))];
        Tensor[] given = hasStates ? states : [];
        var harness = new SequenceHarness(layer, x.Shape, [.. given.Select(state => state.Shape)], isMasked, isDifferentiated);
        IReadOnlyList<Tensor> outputs = harness.Forward(x, given, mask);

        for (int row = 0; row < batch; row++)
        {
            bool[]? isData = mask is null ? null : [.. mask.Row(row).ToArray().Select(value => value != 0)];
            (double[][] expected, double[][] final) = NaiveRecurrence.Run(kind, resetAfter,
                [.. layer.Parameters.Select(parameter => parameter.Value)],
                [.. Enumerable.Range(0, steps).Select(step => Doubles(x.Row(row).Slice(step * features, features)))], isData,
                [.. states.Select(state => hasStates ? Doubles(state.Row(row)) : new double[units])], goBackwards);
            for (int step = 0; zeroOutput && isData is not null && step < steps; step++)
            {
                if (!isData[goBackwards ? steps - 1 - step : step])
                    expected[step] = new double[units];
            }

            double[] shown = returnSequences ? [.. expected.SelectMany(values => values)] : expected[^1];
            Close.To(shown, outputs[0].Row(row), Close.Reference, $"row {row}");
            for (int i = 0; i < final.Length; i++)
                Close.To(final[i], outputs[1 + i].Row(row), Close.Reference, $"row {row}, state {i}");
        }
    }

    public static TheoryData<string> Kinds => ["SimpleRNN", "LSTM", "GRU", "GRU before", "RNN", "Bidirectional", "TimeDistributed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnyNumberOfThreadsGivesTheSameBits(string kind)
    {
        Tensor x = TestData.Normal([37, 9, 24], 1), mask = TestData.Integers([37, 9], 2, 3);
        int[]? expected = null;
        foreach (int threads in (ReadOnlySpan<int>)[1, 2, 3, 5])
        {
            using var _ = new ProcessWide.Threads(threads);
            var harness = new SequenceHarness(NewLayer(kind), x.Shape, [], isMasked: true);
            harness.Forward(x, [], mask, isTraining: true, step: 3);
            harness.Backward([.. harness.Outputs.Select((output, i) => TestData.Normal(output.Shape, 5 + i))]);
            expected ??= harness.AllBits();
            Assert.Equal(expected, harness.AllBits());
        }
    }

    private static Layer NewLayer(string kind) => kind switch
    {
        "SimpleRNN" => new SimpleRNN(80, returnSequences: true),
        "LSTM" => new LSTM(80, returnSequences: true, dropout: 0.2f, recurrentDropout: 0.2f),
        "GRU" => new GRU(80, returnSequences: true, returnState: true),
        "GRU before" => new GRU(80, resetAfter: false, recurrentDropout: 0.3f),
        "RNN" => new RNN(new StackedRNNCells([new LSTMCell(40), new GRUCell(30)]), returnSequences: true),
        "Bidirectional" => new Bidirectional(new LSTM(40, returnSequences: true)),
        _ => new TimeDistributed(new Dense(90, "tanh")),
    };

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
