namespace NeuralNet.Explainability.Tests;

public class GradCamTests
{
    private const int Size = 6, Channels = 4;

    /// <summary>
    /// Before a global average and a dense layer, the weights are those of the dense layer, divided by the number of pixels: Grad-CAM is
    /// CAM (Zhou et al., 2016), as the paper of Grad-CAM shows.
    /// </summary>
    [Fact]
    public void BeforeAnAverageTheMapsHaveTheWeightsOfTheDenseLayer()
    {
        Model model = ConvolutionalModel("softmax");
        Tensor image = Examples.Rows(Size, Size * 2, seed: 3).Reshape([Size, Size, 2]);
        Tensor maps = MapsOf(model, image);
        Tensor weights = model.GetLayer("classes").Parameters[0].Value;
        foreach (int output in (int[])[0, 1, 2])
        {
            Attribution attribution = new GradCam(model, "conv").Explain(image, output);
            Assert.Equal(model.Predict(image.Reshape([1, Size, Size, 2]))[0, output], attribution.Prediction, 1e-6);
            for (int pixel = 0; pixel < Size * Size; pixel++)
            {
                double expected = 0;
                for (int channel = 0; channel < Channels; channel++)
                    expected += maps.AsSpan()[pixel * Channels + channel] * weights[channel, output] / (Size * Size);
                Assert.Equal(Math.Max(expected, 0), attribution.Values[pixel], 1e-6);
            }
        }
    }

    /// <summary>The gradient by the maps is that of a model of the layers behind them, whose input are the maps.</summary>
    [Fact]
    public void AnyLayersMayFollowTheMaps()
    {
        var input = new Input(new Shape(Size, Size, 2));
        var conv = new Conv2D(Channels, 3, activation: "tanh", name: "conv");
        Layer[] tail = [new Conv2D(3, 2, strides: 2, activation: "gelu"), new Flatten(), new Dense(5, "relu"), new Dense(3)];
        Node Behind(Node node) => tail.Aggregate(node, (before, layer) => before.Add(layer));
        var model = new Model(input, Behind(input.Add(conv)));
        var mapsInput = new Input(new Shape(Size - 2, Size - 2, Channels));
        var behind = new Model(mapsInput, Behind(mapsInput));
        Tensor image = Examples.Rows(Size, Size * 2, seed: 4).Reshape([Size, Size, 2]);
        Tensor maps = model.TakeUntil("conv").Predict(image.Reshape([1, Size, Size, 2]));
        Tensor gradient = behind.InputGradient(maps, new float[,] { { 0, 1, 0 } });

        var small = new Tensor([1, Size - 2, Size - 2, 1]);
        for (int channel = 0; channel < Channels; channel++)
        {
            double weight = Enumerable.Range(0, small.Length).Average(pixel => (double)gradient.AsSpan()[pixel * Channels + channel]);
            for (int pixel = 0; pixel < small.Length; pixel++)
                small.AsSpan()[pixel] += (float)(weight * maps.AsSpan()[pixel * Channels + channel]);
        }

        foreach (ref float value in small.AsSpan())
            value = Math.Max(value, 0);
        Tensor expected = new Resizing(Size, Size).Call(small);
        Attribution attribution = new GradCam(model, "conv").Explain(image, output: 1);
        for (int pixel = 0; pixel < Size * Size; pixel++)
            Assert.Equal(expected.AsSpan()[pixel], attribution.Values[pixel], 1e-6);
        Assert.Contains(attribution.Values, value => value > 1e-4);
    }

    [Fact]
    public void TheLastMapsAreTheDefault()
    {
        Model model = new Sequential(new Shape(8, 8, 1), seed: 1)
            .Conv2D(3, 3, activation: "relu", name: "first")
            .Conv2D(4, 3, activation: "relu", name: "second")
            .MaxPooling2D(2, name: "pool")
            .Flatten().Dense(2, "softmax");
        Assert.Equal("pool", new GradCam(model).LayerName);
        Assert.Equal("first", new GradCam(model, "first").LayerName);
        Attribution attribution = new GradCam(model).Explain(Examples.Rows(8, 8, seed: 2).Reshape([8, 8, 1]));
        Assert.Equal(64, attribution.Values.Count);
        Assert.Equal("row 1, column 2", attribution.Features.Names[10]);
        Assert.All(attribution.Values, value => Assert.InRange(value, 0, double.MaxValue));
    }

    [Fact]
    public void ChannelsMayComeFirst()
    {
        Model last = ConvolutionalModel("softmax"), first = ConvolutionalModel("softmax", DataFormat.ChannelsFirst);
        for (int i = 0; i < last.Parameters.Count; i++)
            first.Parameters[i].SetValue(last.Parameters[i].Value);
        Tensor image = Examples.Rows(Size, Size * 2, seed: 5).Reshape([Size, Size, 2]), turned = new([2, Size, Size]);
        for (int i = 0; i < image.Length; i++)
            turned.AsSpan()[i % 2 * Size * Size + i / 2] = image.AsSpan()[i];
        Attribution expected = new GradCam(last).Explain(image, output: 2);
        Attribution actual = new GradCam(first, dataFormat: DataFormat.ChannelsFirst).Explain(turned, output: 2);
        for (int pixel = 0; pixel < Size * Size; pixel++)
            Assert.Equal(expected.Values[pixel], actual.Values[pixel], 1e-6);
        Assert.Equal([0 + 7, Size * Size + 7], actual.Features.Columns(7));
    }

    [Fact]
    public void RowsAreExplainedAlikeAloneAndTogether()
    {
        Model model = ConvolutionalModel("softmax");
        Tensor images = Examples.Rows(20, Size * Size * 2, seed: 6).Reshape([20, Size, Size, 2]);
        AttributionSet together = new GradCam(model).ExplainRows(images);
        for (int row = 0; row < 20; row++)
            Assert.Equal(new GradCam(model).Explain(images.Slice(row, 1)).Values, together[row].Values);
    }

    [Fact]
    public void WhatHasNoMapsIsRefused()
    {
        Examples.AssertError<ArgumentException>("no layer before its last one that computes maps", () => new GradCam(Examples.Linear()));
        Examples.AssertError<ArgumentException>("These do: conv", () => new GradCam(ConvolutionalModel("softmax"), "classes"));
        Examples.AssertError<ArgumentException>("These do: conv", () => new GradCam(ConvolutionalModel("softmax"), "other"));
        Examples.AssertError<ArgumentException>("outputs", () => new GradCam(ConvolutionalModel("linear")).Explain(new Tensor([Size, Size, 2])));
        Examples.AssertError<ArgumentOutOfRangeException>("0 to 2", () => new GradCam(ConvolutionalModel("softmax")).Explain(new Tensor([Size, Size, 2]), 3));
    }

    private static Sequential ConvolutionalModel(string activation, DataFormat dataFormat = DataFormat.ChannelsLast) =>
        new Sequential(dataFormat == DataFormat.ChannelsLast ? new Shape(Size, Size, 2) : new Shape(2, Size, Size), seed: 1)
            .Conv2D(Channels, 3, padding: Padding.Same, activation: "tanh", dataFormat: dataFormat, name: "conv")
            .GlobalAveragePooling2D(dataFormat: dataFormat)
            .Dense(3, activation, name: "classes");

    private static Tensor MapsOf(Model model, Tensor image) => model.TakeUntil("conv").Predict(image.Reshape([1, .. image.Shape]));
}
