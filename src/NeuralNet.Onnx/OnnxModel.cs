using Google.Protobuf;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Reads ONNX files as models.</summary>
public static class OnnxModel
{
    /// <summary>
    /// Reads an ONNX file of opset 8 or newer. Its operators become layers, as Keras has them: Gemm, or MatMul and Add, becomes
    /// Dense, with the activation behind it; a function that is spelled out in several operators, such as GELU, is recognized by its
    /// values. Results of constants alone, such as a transposed kernel, are computed once. An input of the
    /// graph that no output depends on is left out of the model. The result is a model like any other: it predicts, and can be compiled
    /// and trained. A chain becomes a <see cref="Sequential"/>. The first axis of each input is the batch, whatever size the file gives it;
    /// another axis without a size is open, so that the model accepts any number of steps. Shapes that operators compute from such an axis
    /// are tracked; where the size of the axis is needed as a number, the error names the operator and the axis.
    /// The file need not be trusted: nothing in it makes the library take more memory than its length justifies.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">
    /// The file is no ONNX model, is damaged, or has an operator that is not supported; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the name of a file in it.");
        using FileStream stream = File.OpenRead(path);
        return Read(stream, $"'{path}'");
    }

    /// <summary>Reads an ONNX model from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    /// <param name="stream">The stream.</param>
    public static Model Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, "The stream");
    }

    private static Model Read(Stream stream, string description)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        try
        {
            ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return ModelImporter.Import(model, fileLength: bytes.Length);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelFileException($"{description} cannot be read as an ONNX model: {exception.Message}", exception);
        }
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFileException($"{description} cannot be read as an ONNX model: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
