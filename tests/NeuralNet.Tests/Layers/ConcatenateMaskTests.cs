namespace NeuralNet.Tests;

/// <summary>Tests of padding in Concatenate along every axis. Keras: layers/merging/concatenate.py, <c>compute_mask</c>.</summary>
public class ConcatenateMaskTests
{
    /// <summary>Tokens are embedded as their numbers; the mean is over the steps without padding in either part.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    public void MasksAreJoinedAlongTheSteps(int axis)
    {
        Input a = new(3, seed: 1), b = new(2);
        Embedding embedding = Values();
        var model = new Model([a, b], [a.Add(embedding).Concatenate(b.Add(embedding), axis).GlobalAveragePooling1D()]);
        Tensor result = model.Predict([new float[,] { { 1, 0, 0 }, { 4, 5, 0 } }, new float[,] { { 3, 0 }, { 0, 0 } }])[0];
        Assert.Equal([(1 + 3) / 2f, (4 + 5) / 2f], result.ToArray());
    }

    /// <summary>An input without a mask has no padding.</summary>
    [Fact]
    public void AnInputWithoutAMaskIsData()
    {
        Input a = new(3, seed: 1), b = new([2, 1]);
        var model = new Model([a, b], [a.Add(Values()).Concatenate([b], axis: 1).GlobalAveragePooling1D()]);
        Tensor result = model.Predict([new float[,] { { 1, 0, 0 } }, new Tensor([1, 2, 1], [0, 8])])[0];
        Assert.Equal([(1 + 0 + 8) / 3f], result.ToArray());
    }

    /// <summary>The steps of a sequence of sequences are the third axis of four; the concatenated blocks are not whole rows.</summary>
    [Fact]
    public void InnerAxesAreJoinedToo()
    {
        Input a = new([2, 2], seed: 1), b = new([2, 1]);
        Embedding embedding = Values();
        var model = new Model([a, b], [a.Add(embedding).Concatenate(b.Add(embedding), axis: 2, name: "joined").Add(new MaskAsValues())]);
        Tensor result = model.Predict([new Tensor([1, 2, 2], [1, 0, 0, 2]), new Tensor([1, 2, 1], [0, 3])])[0];
        Assert.Equal([1, 0, 0, 0, 1, 1], result.ToArray());
        Assert.Equal("joined", model.Layers[^2].Name);
    }

    /// <summary>The index of the last axis is equivalent to −1: a step is data if it is data in one of the inputs.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void AlongTheLastAxisOneInputWithDataIsEnough(int axis)
    {
        Input a = new(2, seed: 1), b = new(2);
        Embedding embedding = Values();
        var model = new Model([a, b], [a.Add(embedding).Concatenate(b.Add(embedding), axis).GlobalAveragePooling1D()]);
        Tensor result = model.Predict([new float[,] { { 1, 0 } }, new float[,] { { 3, 0 } }])[0];
        Assert.Equal([1, 3], result.ToArray());
    }

    [Fact]
    public void GradientsPassThroughJoinedMasks()
    {
        Input a = new(3, seed: 1), b = new(2);
        var embedding = new Embedding(6, 2, maskZero: true);
        var model = new Model([a, b], [a.Add(embedding).Concatenate(b.Add(embedding), axis: 1).GlobalAveragePooling1D()]);
        model.Compile(new SGD(1), new LossOfSum());
        Tensor before = embedding.Parameters[0].Value.Clone();
        model.TrainOnBatch([new float[,] { { 1, 0, 0 } }, new float[,] { { 3, 3 } }], [new Tensor([1, 2])]);
        // The mean is over 3 steps; token 3 is in two of them.
        float[] expected = [0, 1 / 3f, 0, 2 / 3f, 0, 0];
        for (int token = 0; token < 6; token++)
            Close.To(expected[token], before[token, 0] - embedding.Parameters[0].Value[token, 0], 1e-6, $"token {token}");
    }

    private static Embedding Values()
    {
        var embedding = new Embedding(6, 1, maskZero: true);
        var model = new Sequential(1, seed: 1).Add(embedding);
        model.Parameters[0].SetValue(new float[,] { { 100 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } });
        return embedding;
    }

    /// <summary>A loss Σ prediction, whose gradient is 1 everywhere.</summary>
    private sealed class LossOfSum : Loss
    {
        public override string Name => "sum";

        protected internal override void Evaluate(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses)
        {
            for (int row = 0; row < losses.Length; row++)
                losses[row] = prediction[row * rowLength] + prediction[row * rowLength + 1];
        }

        protected internal override void Gradient(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) => gradient.Fill(1);
    }

    /// <summary>A layer that returns the mask as values.</summary>
    private sealed class MaskAsValues : Layer
    {
        public override MaskHandling MaskHandling => MaskHandling.Consumed;

        protected internal override void Forward(Frame frame) => frame.Mask!.AsSpan().CopyTo(frame.Output.AsSpan());

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }
}
