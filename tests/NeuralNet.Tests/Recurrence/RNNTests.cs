namespace NeuralNet.Tests;

/// <summary>Tests of RNN with cells of a program, and of cells that the library has, step by step and as a whole.</summary>
public class RNNTests
{
    [Fact]
    public void TheGradientsOfACustomCellAreRight()
    {
        GradientCheck.Run(new RunningMean(3), 3, 3, 1).ThrowIfAbove(1e-3);
        GradientCheck.Run(new RNN(new RunningMean(3)), [5, 3]).ThrowIfAbove(1e-3);
        GradientCheck.Run(
            new RNN(new RunningMean(3), returnSequences: true, returnState: true, goBackwards: true), [5, 3], 3, 1).ThrowIfAbove(1e-3);
        GradientCheck.Run(new RNN(new RunningMean(3), returnSequences: true, zeroOutputForMask: true), [5, 3]).ThrowIfAbove(1e-3);
    }

    /// <summary>
    /// Gradients of all states and outputs, with masks and initial states, which the contract of layers does not cover. The recurrent
    /// kernels have small derivatives behind the padding, of which rounding changes the third place; Keras's values hold to 10⁻⁵.
    /// </summary>
    [Fact]
    public void TheGradientsOfRecurrentLayersAreRight()
    {
        GradientCheck.Run(new LSTM(3, returnSequences: true, returnState: true), [4, 2], 3, 3).ThrowIfAbove(1e-2);
        GradientCheck.Run(new GRU(3, returnState: true, zeroOutputForMask: true), [4, 2], 3).ThrowIfAbove(1e-2);
        GradientCheck.Run(new GRU(3, resetAfter: false, recurrentDropout: 0.4f, returnState: true), [4, 2], 3).ThrowIfAbove(1e-2);
        GradientCheck.Run(new SimpleRNN(3, "gelu", returnSequences: true, returnState: true), [4, 2], 3).ThrowIfAbove(1e-2);
        GradientCheck.Run(new Bidirectional(new GRU(2, returnSequences: true, returnState: true)), [4, 2], 2, 2).ThrowIfAbove(1e-2);
        GradientCheck.Run(new TimeDistributed(new LSTM(2)), [3, 4, 2]).ThrowIfAbove(1e-2);
    }

    /// <summary>A cell in a stack of one runs by its own passes, so that this compares the passes of steps and of sequences.</summary>
    [Fact]
    public void ACellStepByStepGivesWhatTheSequenceGives()
    {
        Tensor x = TestData.Normal([5, 7, 3], 1), mask = TestData.Integers([5, 7], 2, 3);
        foreach (Func<RecurrentCell> cell in (Func<RecurrentCell>[])
            [() => new SimpleRNNCell(4), () => new LSTMCell(4), () => new GRUCell(4), () => new GRUCell(4, resetAfter: false)])
        {
            var whole = new SequenceHarness(
                new RNN(cell(), returnSequences: true, returnState: true, goBackwards: true), x.Shape, [], true);
            var stepped = new SequenceHarness(
                new RNN(new StackedRNNCells([cell()]), returnSequences: true, returnState: true, goBackwards: true), x.Shape, [], true);
            foreach (SequenceHarness harness in (ReadOnlySpan<SequenceHarness>)[whole, stepped])
            {
                harness.Forward(x, [], mask, isTraining: true);
                harness.Backward([.. harness.Outputs.Select((output, i) => TestData.Normal(output.Shape, 5 + i))]);
            }

            for (int i = 0; i < whole.Outputs.Count; i++)
                Close.To(whole.Outputs[i], stepped.Outputs[i], Close.Reference, $"output {i}");
            Close.To(whole.InputGradient, stepped.InputGradient, Close.Reference, "input gradient");
            for (int i = 0; i < whole.Parameters.Count; i++)
            {
                Close.To(whole.Gradient(whole.Parameters[i]), stepped.Gradient(stepped.Parameters[i]), Close.Reference,
                    whole.Parameters[i].Name);
            }
        }
    }

    [Fact]
    public void DropoutKeepsItsMaskInAllSteps()
    {
        var x = new Tensor([4, 6, 5]);
        x.AsSpan().Fill(1);
        var layer = new RNN(new StackedRNNCells([new SimpleRNNCell(5, "linear", useBias: false, "ones", "zeros", dropout: 0.5f)]),
            returnSequences: true);
        Tensor y = layer.Call(x, isTraining: true, seed: 3);
        for (int row = 0; row < 4; row++)
        {
            for (int step = 1; step < 6; step++)
                Assert.Equal(y[row, 0, 0], y[row, step, 0]);
        }

        Assert.True(Enumerable.Range(0, 4).Select(row => y[row, 0, 0]).Distinct().Count() > 1);
    }

    [Fact]
    public void TheSeedOfALayerFixesItsDropout()
    {
        Tensor x = TestData.Normal([4, 6, 5], 1);
        var layer = new GRU(3, recurrentDropout: 0.5f, dropout: 0.5f, seed: 4);
        Tensor first = layer.Call(x, isTraining: true, seed: 1);
        Assert.Equal(first.ToArray(), layer.Call(x, isTraining: true, seed: 2).ToArray());
        var other = new GRU(3, recurrentDropout: 0.5f, dropout: 0.5f);
        Assert.NotEqual(other.Call(x, isTraining: true, seed: 1).ToArray(), other.Call(x, isTraining: true, seed: 2).ToArray());
    }

    [Fact]
    public void TheMaskGoesOnWithTheOutputsInTheirOrder()
    {
        Tensor x = TestData.Normal([2, 3, 2], 1), mask = new float[,] { { 1, 1, 0 }, { 0, 1, 1 } };
        foreach (bool goBackwards in (ReadOnlySpan<bool>)[false, true])
        {
            var harness = new SequenceHarness(new LSTM(2, returnSequences: true, returnState: true, goBackwards: goBackwards),
                x.Shape, [], isMasked: true);
            harness.Forward(x, [], mask);
            Assert.Equal(goBackwards ? [0, 1, 1, 1, 1, 0] : mask.ToArray(), harness.OutputMasks[0]!.ToArray());
            Assert.Null(harness.OutputMasks[1]);
        }

        var both = new SequenceHarness(new Bidirectional(new LSTM(2, returnSequences: true)), x.Shape, [], isMasked: true);
        both.Forward(x, [], mask);
        Assert.Equal(mask.ToArray(), both.OutputMasks[0]!.ToArray());
        var distributed = new SequenceHarness(new TimeDistributed(new Dense(2)), x.Shape, [], isMasked: true);
        distributed.Forward(x, [], mask);
        Assert.Equal(mask.ToArray(), distributed.OutputMasks[0]!.ToArray());
    }

    [Fact]
    public void SavedLayersLoad()
    {
        var input = new Input([null, 3], seed: 1);
        Node sequences = input.Masking().Bidirectional(new GRU(4, returnSequences: true, resetAfter: false), BidirectionalMergeMode.Sum);
        Node outputs = sequences.Add(new RNN(new StackedRNNCells([new LSTMCell(3), new SimpleRNNCell(2)]), returnState: true));
        var model = new Model([input], [outputs, outputs.Outputs[2], sequences.TimeDistributed(new Dense(2))]);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream);
        Assert.Equal(model.Parameters.Select(model.PathOf), again.Parameters.Select(again.PathOf));
        Assert.Contains("bidirectional/forward_gru/gru_cell/kernel", model.Parameters.Select(model.PathOf));
        Assert.Contains("rnn/stacked_rnn_cells/simple_rnn_cell/bias", model.Parameters.Select(model.PathOf));
        Tensor x = TestData.Normal([2, 5, 3], 4);
        Assert.Equal(model.Predict([x]).SelectMany(Bits.Of), again.Predict([x]).SelectMany(Bits.Of));
    }

    [Fact]
    public void FrozenLayersFreezeTheirCells()
    {
        var model = new Sequential([4, 2], seed: 1).Bidirectional(new LSTM(3)).Dense(1);
        model.Layers[0].IsTrainable = false;
        Assert.All(model.Layers[0].Parameters, parameter => Assert.False(parameter.IsTrainable));
        model.Compile("sgd", "mse");
        int[] before = [.. model.Layers[0].Parameters.SelectMany(parameter => Bits.Of(parameter.Value))];
        model.Fit(TestData.Normal([8, 4, 2], 1), TestData.Normal([8, 1], 2), verbose: Verbosity.Silent);
        Assert.Equal(before, model.Layers[0].Parameters.SelectMany(parameter => Bits.Of(parameter.Value)));
    }
}
