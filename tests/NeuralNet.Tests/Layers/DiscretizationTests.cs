namespace NeuralNet.Tests;

public class DiscretizationTests
{
    /// <summary>Values of Keras's functions in discretization.py, for data of <see cref="Data"/>.</summary>
    [Theory]
    [InlineData(10, 0, 4, new[] { 22772.281f, 40455.562f, 68708.195f })]
    [InlineData(
        10, 0, 32, new[] { 16347.328f, 22509.812f, 23034.75f, 29678.719f, 40455.562f, 64850.938f, 67353.97f, 70062.42f, 92042.84f })]
    [InlineData(
        50, 0, 10, new[] { 22509.812f, 36336.53f, 48243.75f, 54513.266f, 70062.42f, 84734.516f, 99404.94f, 102944.22f, 120219.81f })]
    [InlineData(99, 0, 5, new[] { 30938.645f, 52422.31f, 76670.945f, 102254.22f })]
    [InlineData(100, 0, 8, new[] { 21779.129f, 39043.312f, 51045.64f, 64850.895f, 83358.45f, 100359.445f, 114223.91f })]
    [InlineData(101, 0, 8, new[] { 21038.402f, 37013.266f, 50729.688f, 63683.695f, 82383.43f, 100120.87f, 114170.79f })]
    [InlineData(150, 2, 7, new[] { 3242.3162f, 9326.813f, 22262.201f, 42100.57f, 59834.223f, 82275.805f })]
    [InlineData(250, 1, 5, new[] { 1f, 2.0000114f, 4f, 5f })]
    [InlineData(1000, 0, 3, new[] { 46425.918f, 88572.58f })]
    [InlineData(
        12345, 2, 10, new[] { 1152.0006f, 4802.001f, 10658.015f, 19602.02f, 30258.023f, 43512.51f, 59512.508f, 78012.5f, 100128.12f })]
    [InlineData(12345, 1, 10, new[] { 0f, 1f, 2f, 2f, 3f, 4f, 4f, 5f, 6f })]
    public void LearnedBoundariesAreKerass(int count, int kind, int numBins, float[] expected)
    {
        var layer = new Discretization(numBins: numBins);
        layer.Adapt(Data(count, kind));
        Assert.Equal(expected, layer.BinBoundaries);
    }

    /// <summary>Values of Keras's functions for more bins than the 100 of its summary, of which 99 have a boundary.</summary>
    [Theory]
    [InlineData(3000, 128, new[] { 1238.5938f, 2509.8438f, 3299.1719f, 4631.75f, 5691.7188f }, 6484253.4208984375)]
    [InlineData(1000, 200, new[] { 1793.6875f, 3166.8438f, 4024f, 4847.4844f, 6221.203f }, 6603872.052246094)]
    public void ManyBinsHaveKerassBoundaries(int count, int numBins, float[] first, double sum)
    {
        var layer = new Discretization(numBins: numBins);
        layer.Adapt(Data(count, 0));
        Assert.Equal(99, layer.BinBoundaries!.Count);
        Assert.Equal(first, layer.BinBoundaries.Take(5));
        Assert.Equal(sum, layer.BinBoundaries.Sum(boundary => (double)boundary), 1e-6);
    }

    /// <summary>1/(1/49) is above 49 in floating point, so NumPy's range has an element more and Keras an index beyond the bins.</summary>
    [Fact]
    public void BoundariesAreFewerThanBins()
    {
        var layer = new Discretization(numBins: 49);
        layer.Adapt(Data(1000, 2));
        Assert.Equal(48, layer.BinBoundaries!.Count);
        Assert.Equal([26.68871f, 189.15504f, 538.4563f, 851.5322f, 1452.0768f], layer.BinBoundaries.Take(5));
        Assert.Equal(120932.1f, layer.BinBoundaries[^1]);
    }

    /// <summary>Keras: the examples of Discretization and discretization_test.py.</summary>
    [Fact]
    public void BinsAreKerass()
    {
        Tensor x = new float[,] { { -1.5f, 1, 3.4f, 0.5f }, { 0, 3, 1.3f, 0 } };
        Assert.Equal([0, 2, 3, 1, 1, 3, 2, 1], new Discretization([0, 1, 2]).Call(x).ToArray());
        var layer = new Discretization(numBins: 4);
        layer.Adapt(x);
        Assert.Equal([0, 2, 3, 2, 1, 3, 3, 1], layer.Call(x).ToArray());

        Tensor y = new float[,] { { -1, 0, 0.1f, 0.8f, 1.2f } };
        Assert.Equal([0, 1, 1, 2, 3], new Discretization([0, 0.5f, 1]).Call(y).ToArray());
        Tensor z = new float[,] { { -1, 0, 0.1f, 0.2f, 0.4f, 0.5f, 1, 1.2f, 0.98f } };
        Assert.Equal([0, 1, 1, 1, 2, 3, 4, 4, 3], new Discretization([0, 0.35f, 0.5f, 1]).Call(z).ToArray());
    }

    /// <summary>Keras: discretization_test.py, test_correctness and test_symbolic_tensor_output_shape.</summary>
    [Fact]
    public void OneHotHasAnAxisOfBins()
    {
        var layer = new Discretization([0, 0.5f, 1], outputMode: IndexOutputMode.OneHot);
        Tensor y = layer.Call(new Tensor([1, 2], [0.1f, 0.8f]));
        Assert.Equal([1, 2, 4], y.Shape);
        Assert.Equal([0, 1, 0, 0, 0, 0, 1, 0], y.ToArray());
        Assert.Equal([2, 4], layer.Call(new Tensor([2, 1])).Shape);
        Assert.Equal([2, 3, 4, 4], layer.Call(new Tensor([2, 3, 4])).Shape);

        var few = new Discretization(numBins: 6, outputMode: IndexOutputMode.OneHot);
        few.Adapt(new float[,] { { 0 }, { 1 }, { 5 } });
        Assert.Equal([0f, 1f], few.BinBoundaries);
        Assert.Equal([0, 0, 1, 0, 0, 0], few.Call(new float[,] { { 7 } }).ToArray());
    }

    [Fact]
    public void WhatWasLearnedIsSaved()
    {
        var layer = new Discretization(numBins: 5, outputMode: IndexOutputMode.OneHot);
        Sequential model = new Sequential(1, seed: 1).Add(layer).Dense(1);
        Assert.Contains("Adapt", Assert.Throws<InvalidOperationException>(() => model.Predict(new Tensor([1, 1]))).Message, StringComparison.Ordinal);
        layer.Adapt(Data(1000, 2));
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream);
        Assert.Equal(layer.BinBoundaries, ((Discretization)again.Layers[0]).BinBoundaries);
        Tensor x = Data(50, 2).Reshape([50, 1]);
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        ((Discretization)again.Layers[0]).Adapt(x);
        Assert.NotEqual(layer.BinBoundaries, ((Discretization)again.Layers[0]).BinBoundaries);
    }

    [Fact]
    public void WrongBoundariesAndDataAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Discretization());
        Assert.Throws<ArgumentException>(() => new Discretization([1], 2));
        Assert.Throws<ArgumentException>(() => new Discretization([]));
        Assert.Throws<ArgumentException>(() => new Discretization([1, 1]));
        Assert.Throws<ArgumentException>(() => new Discretization([2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Discretization([float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Discretization(numBins: 1));
        Assert.Throws<InvalidOperationException>(() => new Discretization([1]).Adapt(new Tensor([2, 1])));
        Assert.Throws<ArgumentException>(() => new Discretization(numBins: 2).Adapt(new Tensor([0, 1])));
        Tensor wrong = new float[,] { { 1 }, { float.NaN } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Discretization(numBins: 2).Adapt(wrong));
        Assert.Contains("NaN in row 1", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Returns numbers that float32 holds exactly: wide, with many equal ones, or with many small ones.</summary>
    internal static Tensor Data(int count, int kind)
    {
        var data = new Tensor(count);
        long state = 1;
        for (int i = 0; i < count; i++)
        {
            state = (state * 1103515245 + 12345) % 2147483648;
            long number = state >> 8;
            data[i] = kind switch
            {
                0 => number / 64f,
                1 => number % 7,
                _ => number % 1000 * (number % 1000) / 8f,
            };
        }

        return data;
    }
}
