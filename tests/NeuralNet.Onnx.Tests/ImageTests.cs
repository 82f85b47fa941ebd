namespace NeuralNet.Onnx.Tests;

/// <summary>Tests of small networks for images as PyTorch exports them (Tools/export_pytorch_images.py), in opsets from 8 on.</summary>
public class ImageTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static TheoryData<string> Names => [.. AllNames()];

    /// <summary>
    /// The names of the layers of group_norm collide when its exported file is read: each part of a layer becomes a layer.
    /// </summary>
    public static TheoryData<string> ExportedNames => [.. AllNames().Where(name => name != "image_group_norm_opset13")];

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsOnnxRuntime(string name)
    {
        byte[] file = Read(name);
        Model model = Load(file);
        Tensor x = Input(model);
        Close.To(Assert.Single(OnnxRuntime.Run(file, [x])), model.Predict(x), 1e-5, name);
    }

    /// <summary>The exported file is read by ONNX Runtime, and here again.</summary>
    [Theory]
    [MemberData(nameof(ExportedNames))]
    public void IsExportedAgain(string name)
    {
        Model model = Load(Read(name));
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        Tensor x = Input(model), expected = model.Predict(x);
        Close.To(expected, Assert.Single(OnnxRuntime.Run(stream.ToArray(), [x])), 1e-5, $"{name}, exported");
        Close.To(expected, Load(stream.ToArray()).Predict(x), 1e-5, $"{name}, read again");
    }

    [Theory]
    [InlineData("lenet_opset13", "Conv2D, MaxPooling2D, Conv2D, AveragePooling2D, Flatten, Dense")]
    [InlineData("mobilenet_opset13", "ZeroPadding2D, Conv2D, DepthwiseConv2D, Conv2D, DepthwiseConv2D")]
    [InlineData("upsampling_opset13", "UpSampling2D, Conv2D, UpSampling2D")]
    [InlineData("resizing_opset13", "Resizing")]
    [InlineData("channel_affine_opset8", "BatchNormalization")]
    [InlineData("causal_opset13", "ZeroPadding1D, Conv1D, Conv1DTranspose, GroupNormalization")]
    public void LayersAreKerass(string name, string expected)
    {
        Model model = Load(Read("image_" + name));
        Assert.Equal(expected, string.Join(", ", model.Graph.Nodes.Skip(1).Select(node => node.Layer.ClassName)));
    }

    /// <summary>A network with the channels last is written with transpositions, which reading leaves out again.</summary>
    [Fact]
    public void ChannelsStayLastInAFileOfChannelsLast()
    {
        Model model = new Sequential([9, 8, 2]).Conv2D(4, 3, padding: Padding.Same, activation: "relu").BatchNormalization().MaxPooling2D()
            .SeparableConv2D(3, 2).DepthwiseConv2D(2).Conv2DTranspose(2, 3, 2).GlobalAveragePooling2D().Dense(3);
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        Model again = Load(stream.ToArray());
        Assert.DoesNotContain(again.Graph.Nodes, node => node.Layer is Permute);
        Tensor x = TestData.Normal([2, 9, 8, 2], seed: 1);
        Close.To(model.Predict(x), again.Predict(x), 1e-6, "read again");
    }

    [Fact]
    public void ItIsTrained()
    {
        Model model = Load(Read("image_resnet_opset13"));
        model.Compile(new Adam(0.01f), "mse");
        Tensor x = TestData.Normal([4, 3, 9, 10], seed: 1), y = TestData.Normal([4, 3], seed: 2);
        History history = model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], $"{history["loss"][0]} → {history["loss"][^1]}");
    }

    private static IEnumerable<string> AllNames() =>
        Directory.GetFiles(Folder, "image_*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)!);

    private static Tensor Input(Model model) => TestData.Normal([2, .. model.InputShapes[0]], seed: 3);

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".onnx"));

    private static Model Load(byte[] file) => OnnxModel.Load(new MemoryStream(file));
}
