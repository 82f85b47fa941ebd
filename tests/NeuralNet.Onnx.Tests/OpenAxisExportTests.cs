
namespace NeuralNet.Onnx.Tests;

/// <summary>Tests of models with open axes and of nested models, written as ONNX and run by ONNX Runtime.</summary>
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

    [Fact]
    public void OutputsOfANestedModelAreDistinguished()
    {
        var inner = new Input(4, seed: 7, name: "inner");
        var moments = new Model([inner], [inner.Dense(3, "tanh"), inner, inner.Dense(2)], name: "moments");
        var input = new Input(4, seed: 3);
        Node hidden = input.Dense(4, "relu");
        IReadOnlyList<Node> outputs = hidden.Add(moments).Outputs;
        var model = new Model([input], [outputs[2], hidden, outputs[1], outputs[0].Concatenate(outputs[2]).Dense(2)]);
        Tensor x = TestData.Normal([6, 4], seed: 1);
        IReadOnlyList<Tensor> expected = model.Predict([x]);
        byte[] file = Export(model);
        Tensor[] actual = OnnxRuntime.Run(file, [x]);
        Assert.Equal(4, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Close.To(expected[i], actual[i], 1e-5, $"output {i}");
            Close.To(expected[i], OnnxModel.Load(new MemoryStream(file)).Predict([x])[i], 1e-5, $"output {i}, read again");
        }
    }

    [Fact]
    public void ACompositeLayerInANestedModelWithAnOpenAxisIsWrittenAsItsLayers()
    {
        Sequential encoder = new Sequential([null, 4], seed: 5, name: "encoder").Add(new Residual("block")).Dense(3, "gelu");
        var input = new Input([null, 4], seed: 2);
        var model = new Model([input], [input.Add(encoder).GlobalMaxPooling1D(keepDims: true).Dense(2)]);
        byte[] file = Export(model);
        foreach (int length in (int[])[2, 5])
        {
            Tensor x = TestData.Normal([3, length, 4], seed: length);
            Close.To(model.Predict(x), OnnxRuntime.Run(file, [x])[0], 1e-5, $"length {length}");
            Close.To(model.Predict(x), OnnxModel.Load(new MemoryStream(file)).Predict(x), 1e-5, $"length {length}, read again");
        }
    }

    [Fact]
    public void ALayerWithSeveralOutputsIsRefusedByName()
    {
        var input = new Input(4, seed: 2);
        var model = new Model([input], [input.Add(new Halves("halves")).Outputs[1].Dense(2)]);
        string message = Assert.Throws<NotSupportedException>(() => Export(model)).Message;
        Assert.Contains("'halves' (Halves)", message, StringComparison.Ordinal);
    }

    private sealed class Residual(string name) : CompositeLayer(name)
    {
        private readonly Dense inner = new(4, "relu", name: "inner");

        protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs) => [inputs[0].Add(inner).Merge(new Add(), inputs[0])];
    }

    private sealed class Halves(string name) : Layer(name)
    {
        protected internal override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) => [2, 2];

        protected internal override void Forward(Frame frame) => throw new NotSupportedException();

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }

    private static byte[] Export(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        return stream.ToArray();
    }
}
