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
    /// <remarks>
    /// The preprocessing of a <see cref="FeatureSpace"/> is written too. The graph has an input of shape (batch, 1) for each column:
    /// float32 for numbers, with NaN for a missing value, and a string for texts, with "" for a missing value. A column of whole numbers
    /// is float64 if its vocabulary has numbers of 2²⁴ and above, or there are several indices for unknown ones.
    /// ONNX has no errors. Where encoding refuses a missing value, a missing number gives NaN or any category, and a missing text is an
    /// unknown one. Where it refuses an unknown value (<c>numOovIndices: 0</c>), the value is zeros in one-hot form, and an index behind
    /// the last otherwise. Where it refuses a fraction, the fraction is dropped.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, such as <c>model.onnx</c>.</param>
    /// <param name="includeEncoders">
    /// Whether the encoders of the model are written; true by default. Without them, the inputs of the file are those that
    /// <see cref="Model.Encode"/> makes.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// A layer, an activation or the preprocessing of a column has no counterpart in ONNX, or the file would have more than 2 GB; nothing
    /// was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A Normalization has not learnt its mean and variance yet, or a <see cref="FeatureSpace"/> was adapted to other rows after the model
    /// was created.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an older one of that name is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void ExportOnnx(this Model model, string path, bool includeEncoders = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Schema.ModelProto content = ModelExporter.Export(model, includeEncoders);
        AtomicFile.Write(path, content.WriteTo);
    }

    /// <summary>Writes the model to a stream, as <see cref="ExportOnnx(Model, string, bool)"/> does to a file.</summary>
    /// <inheritdoc cref="ExportOnnx(Model, string, bool)"/>
    /// <param name="stream">The stream.</param>
    public static void ExportOnnx(this Model model, Stream stream, bool includeEncoders = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        ModelExporter.Export(model, includeEncoders).WriteTo(stream);
    }
}
