using System.Text.Json;
using NeuralNet.Keras;
using NeuralNet.Onnx;
using NeuralNet.TensorFlowJs;

namespace NeuralNet.Aot;

/// <summary>Exports models for other programs and reads them back if possible.</summary>
internal static class Export
{
    public static void RunTensorFlowJs(string folder)
    {
        (Sequential model, _, _) = Data.TrainedOnClouds();
        string target = Path.Combine(folder, "tfjs");
        model.ExportTensorFlowJs(target);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "model.json")));
        Require.Equal(4, json.RootElement.GetProperty("weightsManifest")[0].GetProperty("weights").GetArrayLength());
        Require.Equal(4 * (2 * 8 + 8 + 8 * 3 + 3), new FileInfo(Path.Combine(target, "group1-shard1of1.bin")).Length);

        Input input = new(2);
        Node left = input.Dense(3), right = input.Dense(3);
        new Model(input, left.Add(right).Dense(1)).ExportTensorFlowJs(target);
        Require.True(File.ReadAllText(Path.Combine(target, "model.json")).Contains("inbound_nodes", StringComparison.Ordinal));
    }

    public static void RunKeras(string folder)
    {
        (Sequential model, Tensor x, _) = Data.TrainedOnClouds();
        string path = Path.Combine(folder, "model.keras");
        model.SaveKeras(path);
        Model again = KerasModel.Load(path);
        Require.SameBits(model.Predict(x), again.Predict(x));
        Require.True(again.IsCompiled);
    }

    public static void RunOnnx(string folder)
    {
        (Sequential model, Tensor x, _) = Data.TrainedOnClouds();
        string path = Path.Combine(folder, "model.onnx");
        model.ExportOnnx(path);
        Require.Close(model.Predict(x), OnnxModel.Load(path).Predict(x), 1e-6);

        Input input = new(3, seed: 3);
        Node left = input.Dense(4, "relu").BatchNormalization(), right = input.Dense(4, "tanh").LayerNormalization();
        var functional = new Model(input, left.Add(right).Dense(2));
        Tensor rows = new float[,] { { 1, 2, 3 }, { -1, 0, 1 } };
        using var stream = new MemoryStream();
        functional.ExportOnnx(stream);
        stream.Position = 0;
        Require.Close(functional.Predict(rows), OnnxModel.Load(stream).Predict(rows), 1e-5);
    }
}
