
namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of concatenated sequences with separate padding, which can be written but are refused with a message on reading.
/// </summary>
public class JoinedPaddingTests
{
    [Fact]
    public void OnnxRuntimeLeavesThePaddingOfBothOut()
    {
        Input left = new(4, seed: 1), right = new(3);
        Node joined = left.Embedding(3, 3, maskZero: true).Concatenate(right.Embedding(4, 3, maskZero: true), axis: 1);
        var model = new Model([left, right], [joined.GlobalAveragePooling1D().Concatenate(joined.GlobalMaxPooling1D())]);
        Tensor[] tokens = [new float[,] { { 1, 2, 0, 0 }, { 0, 0, 0, 0 } }, new float[,] { { 3, 0, 0 }, { 2, 1, 0 } }];
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        Tensor expected = model.Predict(tokens)[0];
        Close.To(expected, OnnxRuntime.Run(file.ToArray(), tokens)[0], 1e-5, "joined");
        file.Position = 0;
        Assert.Contains("a mask of padding", Assert.Throws<ModelFileException>(() => OnnxModel.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PaddingOfSomeOfTheSequencesIsRefused()
    {
        Input left = new(4, seed: 1), right = new([3, 3]);
        var model = new Model([left, right], [left.Embedding(2, 3, maskZero: true).Concatenate(right, axis: 1).GlobalAveragePooling1D()]);
        string message = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(Stream.Null)).Message;
        Assert.Contains("'concatenate' (Concatenate) joins inputs along axis 1, and only some have a padding mask", message, StringComparison.Ordinal);
    }
}
