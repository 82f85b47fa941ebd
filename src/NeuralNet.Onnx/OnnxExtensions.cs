using Google.Protobuf;

namespace NeuralNet.Onnx;

/// <summary>Writes models as ONNX files.</summary>
public static class OnnxExtensions
{
    /// <summary>
    /// Writes the model as an ONNX file of opset 17 and IR version 8, as it predicts: dropout and noise pass everything on, and
    /// penalties are left out. Inputs and outputs are float32, of shape (batch, …), and bear the names of their layers.
    /// A file of that name is replaced at once when the new one is complete.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, such as <c>model.onnx</c>.</param>
    /// <exception cref="NotSupportedException">
    /// A layer or activation has no counterpart in ONNX, or the file would have more than 2 GB; nothing was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">A Normalization has not learnt its mean and variance yet.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void ExportOnnx(this Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Schema.ModelProto content = ModelExporter.Export(model);
        AtomicFile.Write(path, content.WriteTo);
    }

    /// <summary>Writes the model to a stream, as <see cref="ExportOnnx(Model, string)"/> does to a file.</summary>
    /// <inheritdoc cref="ExportOnnx(Model, string)"/>
    /// <param name="stream">The stream.</param>
    public static void ExportOnnx(this Model model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        ModelExporter.Export(model).WriteTo(stream);
    }
}
