using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of ImageNet's ResNet18 (He et al., 2015), 11.2 million parameters without its classifier, from the package
/// Microsoft.ML.DnnImageFeaturizer.ResNet18, of opset 8.
/// </summary>
public class ResNet18Tests
{
    private const int Features = 512;

    private static readonly Lazy<byte[]> File = new(ResNet18.ReadModel);

    [Fact]
    public void PredictsAsOnnxRuntime() => RequireEqual(File.Value, 1);

    /// <summary>ONNX Runtime needs the size of the batch removed from the file; a model takes any number of rows.</summary>
    [Fact]
    public void PredictsSeveralImages()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.Value);
        foreach (ValueInfoProto value in model.Graph.Input.Take(1).Concat(model.Graph.Output))
            value.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "batch" };
        RequireEqual(Google.Protobuf.MessageExtensions.ToByteArray(model), 2);
    }

    [Fact]
    public void TheChannelsAreFirstAndNothingIsMoved()
    {
        Model model = Load(File.Value);
        Assert.Equal(22, model.Graph.Nodes.Count(node => node.Layer is Conv2D { DataFormat: DataFormat.ChannelsFirst }));
        Assert.DoesNotContain(model.Graph.Nodes, node => node.Layer is Permute);
    }

    /// <summary>The features are frozen but for the last block: one step lowers the loss, and no other weight changes.</summary>
    [Fact]
    public void TheLastBlockIsTrained()
    {
        Model network = Load(File.Value);
        Layer[] trained = [.. network.Graph.Nodes.Select(node => node.Layer).Where(layer => layer is Conv2D).TakeLast(2)];
        foreach (Layer layer in network.Layers)
            layer.IsTrainable = trained.Contains(layer);
        network.Compile(new SGD(1e-3f), "mse");
        Tensor x = Images(2), y = network.Predict(x);
        foreach (ref float value in y.AsSpan())
            value *= 0.9f;
        float[][] before = [.. network.Parameters.Select(parameter => parameter.Value.ToArray())];
        double first = network.TrainOnBatch(x, y)["loss"], second = network.TestOnBatch(x, y)["loss"];
        Assert.True(second < first, $"{first} → {second}");
        for (int i = 0; i < before.Length; i++)
        {
            bool isTrained = trained.Any(layer => layer.Parameters.Contains(network.Parameters[i]));
            Assert.Equal(!isTrained, before[i].AsSpan().SequenceEqual(network.Parameters[i].Value.AsSpan()));
        }
    }

    [Fact]
    public void ThePreprocessingIsRead()
    {
        byte[] file = ResNet18.ReadPreprocessing();
        Model model = Load(file);
        Tensor x = TestData.Uniform([1, .. model.InputShapes[0]], seed: 5, 0, 255);
        Close.To(Assert.Single(OnnxRuntime.Run(file, [x])), model.Predict(x), 1e-5, "preprocessing");
    }

    private static void RequireEqual(byte[] file, int rows)
    {
        Tensor x = Images(rows), expected = Assert.Single(OnnxRuntime.Run(file, [x])), actual = Load(file).Predict(x);
        Assert.Equal(expected.Shape, actual.Shape);
        for (int row = 0; row < rows; row++)
        {
            float[] features = expected.Row(row).ToArray();
            Assert.Equal(Features, features.Length);
            double norm = Math.Sqrt(features.Sum(value => (double)value * value));
            double distance = Math.Sqrt(features.Zip(actual.Row(row).ToArray(), (a, b) => ((double)a - b) * ((double)a - b)).Sum());
            Assert.True(distance < 1e-3 * norm, $"row {row}: the distance is {distance}, the norm {norm}");
        }
    }

    /// <summary>Returns pixels from 0 to 255 without the mean.</summary>
    private static Tensor Images(int rows) => TestData.Uniform([rows, 3, 224, 224], seed: 7, -120, 130);

    private static Model Load(byte[] file) => OnnxModel.Load(new MemoryStream(file));
}
