using System.Reflection;

namespace NeuralNet.TestSupport;

/// <summary>The files of the package Microsoft.ML.DnnImageFeaturizer.ResNet18.</summary>
internal static class ResNet18
{
    /// <summary>The folder, which the project file that downloads the package states.</summary>
    private static string Folder => typeof(ResNet18).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ResNet18").Value!;

    /// <summary>Reads the network from images (1, 3, 224, 224) to features (1, 512, 1, 1).</summary>
    public static byte[] ReadModel() => File.ReadAllBytes(Path.Combine(Folder, "ResNet18Onnx", "ResNet18.onnx"));

    /// <summary>Reads the graph that orders the channels and subtracts the mean image.</summary>
    public static byte[] ReadPreprocessing() => File.ReadAllBytes(Path.Combine(Folder, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
}
