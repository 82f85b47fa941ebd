using NeuralNet.Tests;

namespace NeuralNet.Onnx.Tests;

/// <summary>Models with open axes and nested models, written as ONNX and run by ONNX Runtime.</summary>
public class OpenAxisExportTests
{
    [Fact]
    public void AnOpenAxisIsADynamicAxis()
    {
        var input = new Input([null, 3], seed: 4);
        Node steps = input.Dense(5, "gelu").LayerNormalization().Dense(4, "relu");
        var model = new Model([input], [steps, steps.GlobalAveragePooling1D().Dense(2, "softmax")]);
        byte[] file = Export(model);
        foreach (int length in (int[])[1, 6, 11])
        {
            Tensor x = TestData.Normal([3, length, 3], seed: length);
            IReadOnlyList<Tensor> expected = model.Predict([x]);
            Tensor[] actual = OnnxRuntime.Run(file, [x]);
            for (int i = 0; i < expected.Count; i++)
                Close.To(expected[i], actual[i], 1e-5, $"output {i} at length {length}");
        }
    }

    [Fact]
    public void ANestedModelIsWrittenAsItsLayers()
    {
        Sequential encoder = new Sequential(4, seed: 5, name: "encoder").Dense(5, "tanh").Dense(3, "relu");
        Input left = new(4, seed: 3), right = new(4);
        var model = new Model([left, right], [left.Add(encoder).Concatenate(right.Add(encoder)).Dense(2)]);
        Tensor a = TestData.Normal([6, 4], seed: 1), b = TestData.Normal([6, 4], seed: 2);
        Close.To(model.Predict([a, b])[0], OnnxRuntime.Run(Export(model), [a, b])[0], 1e-5, "nested");
    }

    private static byte[] Export(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        return stream.ToArray();
    }
}
