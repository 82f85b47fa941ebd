using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of the shapes, errors and settings of convolution layers; their values are those of Keras's reference files.</summary>
public class ConvolutionLayerTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "kernel", "kernel that covers 5 along the height, which is more than the 4 of its input (None, 4, 9, 3)" },
        { "dilated kernel", "kernel that covers 7 along the width" },
        { "steps", "kernel that covers 4 along the steps, which is more than the 3" },
        { "groups of channels", "has 2 groups, which must divide the 3 channels of its input and its 4 filters" },
        { "groups of filters", "has 3 groups, which must divide the 3 channels of its input and its 4 filters" },
        { "strides", "strides (2, 1) and a dilation rate of (1, 2); one of the two must be 1" },
        { "rank", "images of shape (None, height, width, channels); it was given the shape (None, 4, 3)" },
        { "channels", "needs a fixed number of channels" },
        { "causal", "causal padding, which only Conv1D has" },
        { "output padding", "output padding of 2 along the width, which must be less than the stride of 2" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatDoesNotFitIsRefusedWhenTheLayerIsAdded(string what, string message)
    {
        (Layer layer, Shape input) = what switch
        {
            "kernel" => (new Conv2D(2, 5), [4, 9, 3]),
            "dilated kernel" => (new Conv2D(2, 3, dilationRate: (1, 3)), [4, 6, 3]),
            "steps" => (new Conv1D(2, 4), [3, 2]),
            "groups of channels" => (new Conv2D(4, 1, groups: 2), [4, 4, 3]),
            "groups of filters" => (new Conv2D(4, 1, groups: 3), [4, 4, 3]),
            "strides" => (new Conv2D(4, 1, (2, 1), dilationRate: (1, 2)), [4, 4, 3]),
            "rank" => (new Conv2D(4, 1), [4, 3]),
            "channels" => (new Conv2D(4, 1), [4, 4, Shape.Open]),
            "causal" => (new DepthwiseConv1D(2, padding: Padding.Causal), [4, 3]),
            _ => ((Layer)new Conv2DTranspose(2, 3, 2, outputPadding: (1, 2)), new Shape(4, 4, 3)),
        };
        var error = Assert.Throws<ArgumentException>(() => new Input(input).Add(layer));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(layer.ClassName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersBelowOneAreRefusedByName()
    {
        Assert.Throws<ArgumentOutOfRangeException>("filters", () => new Conv2D(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>("kernelSize", () => new Conv2D(1, (3, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("strides", () => new Conv2D(1, 3, (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>("strides", () => new Conv1D(1, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("dilationRate", () => new SeparableConv2D(1, 3, dilationRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>("groups", () => new Conv1D(1, 3, groups: 0));
        Assert.Throws<ArgumentOutOfRangeException>("depthMultiplier", () => new DepthwiseConv2D(3, depthMultiplier: 0));
        Assert.Throws<ArgumentOutOfRangeException>("outputPadding", () => new Conv1DTranspose(1, 3, outputPadding: -1));
    }

    /// <summary>Images of any size: the shapes are open, and each size has the values that it has in a model of its own.</summary>
    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void OpenAxesTakeImagesOfAnySize(DataFormat format)
    {
        int?[] open = format == DataFormat.ChannelsLast ? [null, null, 2] : [2, null, null];
        Sequential any = Stack(new Sequential(new Shape(open), seed: 1), format);
        Assert.Equal(Shape.Open, any.OutputShapes[0][1]);
        foreach (int size in (ReadOnlySpan<int>)[3, 4, 9])
        {
            Shape images = format == DataFormat.ChannelsLast ? [size, size + 2, 2] : [2, size, size + 2];
            Tensor x = TestData.Normal([3, .. images], seed: size);
            Tensor expected = Stack(new Sequential(images, seed: 1), format).Predict(x), actual = any.Predict(x);
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        }
    }

    [Fact]
    public void AnImageBelowTheKernelIsRefusedByPredict()
    {
        var model = new Sequential(new Shape([null, null, 1]), seed: 1).Conv2D(1, 3);
        var error = Assert.Throws<ArgumentException>(() => model.Predict(new Tensor([1, 2, 8, 1])));
        Assert.Contains("covers 3 along the height, which is more than the 2", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A transposed convolution is the adjoint of a convolution: ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ with the same kernel.</summary>
    [Theory]
    [InlineData(Padding.Same, 3, 2, null, 8, 4)]
    [InlineData(Padding.Same, 3, 2, 1, 8, 4)]
    [InlineData(Padding.Same, 3, 2, 0, 7, 4)]
    [InlineData(Padding.Same, 4, 3, 2, 11, 4)]
    [InlineData(Padding.Valid, 3, 2, null, 9, 4)]
    [InlineData(Padding.Valid, 3, 2, 1, 10, 4)]
    [InlineData(Padding.Valid, 2, 3, null, 12, 4)]
    public void TransposedConvolutionIsTheAdjoint(Padding padding, int kernel, int stride, int? outputPadding, int large, int small)
    {
        var convolution = new LayerHarness(new Conv1D(3, kernel, stride, padding, useBias: false), seed: 1, new Shape(large, 2));
        var transposed = new LayerHarness(
            new Conv1DTranspose(2, kernel, stride, padding, outputPadding, useBias: false), seed: 2, new Shape(small, 3));
        transposed.Parameter("kernel").SetValue(convolution.Parameter("kernel").Value);
        Tensor x = TestData.Normal([5, large, 2], seed: 3), y = TestData.Normal([5, small, 3], seed: 4);
        Tensor convolved = convolution.Forward(convolution.NewPlan(5), [x], isTraining: false);
        Tensor stretched = transposed.Forward(transposed.NewPlan(5), [y], isTraining: false);
        Assert.Equal([5, small, 3], convolved.Shape);
        Assert.Equal([5, large, 2], stretched.Shape);
        Assert.Equal(Product(convolved, y), Product(x, stretched), 4);
    }

    [Fact]
    public void FilesHaveTheSettingsOfKeras()
    {
        var layer = new Conv2D(3, 3, (1, 2), Padding.Same, DataFormat.ChannelsFirst);
        JsonObject config = JsonNode.Parse(new Sequential([2, 5, 5], seed: 1).Add(layer).ToJson())!["config"]!["layers"]!.AsArray()
            .Single(node => node!["class_name"]!.GetValue<string>() == "Conv2D")!["config"]!.AsObject();
        Assert.Equal("[3,3]", config["kernel_size"]!.ToJsonString());
        Assert.Equal("[1,2]", config["strides"]!.ToJsonString());
        Assert.Equal("[1,1]", config["dilation_rate"]!.ToJsonString());
        Assert.Equal("\"same\"", config["padding"]!.ToJsonString());
        Assert.Equal("\"channels_first\"", config["data_format"]!.ToJsonString());
        Assert.Equal("1", config["groups"]!.ToJsonString());
    }

    [Fact]
    public void DefaultsAreThoseOfKeras()
    {
        var layer = new Conv2D(3, (3, 2));
        Assert.Equal((3, new Size2D(3, 2), new Size2D(1, 1)), (layer.Filters, layer.KernelSize, layer.Strides));
        Assert.Equal((Padding.Valid, DataFormat.ChannelsLast), (layer.Padding, layer.DataFormat));
        Assert.Equal((new Size2D(1, 1), 1, true), (layer.DilationRate, layer.Groups, layer.UseBias));
        Assert.Equal(Activation.Linear, layer.Activation);
        Assert.IsType<GlorotUniform>(layer.KernelInitializer);
        Assert.Null(new Conv2DTranspose(1, 1).OutputPadding);
    }

    private static Sequential Stack(Sequential model, DataFormat format) => model
        .Conv2D(4, 3, dataFormat: format, activation: "relu")
        .SeparableConv2D(3, 2, padding: Padding.Same, dataFormat: format)
        .Conv2DTranspose(2, 3, 2, dataFormat: format)
        .DepthwiseConv2D(2, dataFormat: format);

    private static double Product(Tensor a, Tensor b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a.AsSpan()[i] * b.AsSpan()[i];
        return sum;
    }
}
