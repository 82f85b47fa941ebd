using Microsoft.ML.OnnxRuntime;
using static NeuralNet.Onnx.Schema.TensorProto.Types;
using ElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace NeuralNet.Onnx.Tests;

/// <summary>Runs models with ONNX Runtime.</summary>
internal static class OnnxRuntime
{
    /// <summary>Returns the outputs for float32 inputs.</summary>
    /// <exception cref="OnnxRuntimeException">The model is not valid or cannot be run.</exception>
    public static Tensor[] Run(byte[] file, IReadOnlyList<Tensor> inputs) => Run(file, inputs, [.. inputs.Select(_ => DataType.Float)]);

    /// <summary>Returns the only output for int64 token numbers.</summary>
    public static Tensor RunTokens(byte[] file, Tensor tokens) => Run(file, [tokens], [DataType.Int64])[0];

    /// <summary>Returns the outputs for int64 inputs.</summary>
    public static Tensor[] RunTokens(byte[] file, IReadOnlyList<Tensor> inputs) => Run(file, inputs, [.. inputs.Select(_ => DataType.Int64)]);

    /// <summary>Returns the outputs of a graph for its inputs.</summary>
    /// <inheritdoc cref="Run(byte[], IReadOnlyList{Tensor})"/>
    public static Tensor[] Run(byte[] file, ForeignGraph graph) => Run(file, graph.Inputs, graph.InputTypes);

    /// <summary>
    /// Returns the outputs for raw rows: each input is the column of its name, with NaN and empty texts for missing values.
    /// </summary>
    /// <inheritdoc cref="Run(byte[], IReadOnlyList{Tensor})"/>
    public static Tensor[] Run(byte[] file, IRows rows) => Run(file, session => [.. session.InputNames.Select(
        name => Value(rows.FindColumn(name)!, session.InputMetadata[name].ElementDataType))]);

    private static Tensor[] Run(byte[] file, IReadOnlyList<Tensor> inputs, IReadOnlyList<DataType> types) =>
        Run(file, session => [.. session.InputNames.Select((_, index) => Value(inputs[index], types[index]))]);

    private static Tensor[] Run(byte[] file, Func<InferenceSession, OrtValue[]> valuesFor)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(file, options);
        OrtValue[] values = valuesFor(session);
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, session.InputNames, values, session.OutputNames);
        Tensor[] results = [.. outputs.Select(Read)];
        foreach (OrtValue value in values)
            value.Dispose();
        return results;
    }

    private static OrtValue Value(Tensor tensor, DataType type)
    {
        long[] sizes = [.. tensor.Shape.Select(size => (long)size)];
        float[] values = tensor.ToArray();
        return type switch
        {
            DataType.Double => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (double)value), sizes),
            DataType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), sizes),
            DataType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), sizes),
            _ => OrtValue.CreateTensorValueFromMemory(values, sizes),
        };
    }

    private static OrtValue Value(Column column, ElementType type)
    {
        long[] sizes = [column.Count, 1];
        double[] numbers = type == ElementType.String ? [] : [.. Enumerable.Range(0, column.Count).Select(column.GetNumber)];
        switch (type)
        {
            case ElementType.Float:
                return OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (float)number), sizes);
            case ElementType.Double:
                return OrtValue.CreateTensorValueFromMemory(numbers, sizes);
            case ElementType.String:
                OrtValue texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, sizes);
                for (int row = 0; row < column.Count; row++)
                    texts.StringTensorSetElementAt(column.IsMissing(row) ? "" : column.GetText(row), row);
                return texts;
            default:
                throw new NotSupportedException($"A column of type {type} is not written.");
        }
    }

    private static Tensor Read(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo description = value.GetTensorTypeAndShape();
        float[] values = description.ElementDataType switch
        {
            ElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            ElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), number => (float)number),
            ElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), number => (float)number),
            ElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), number => (float)number),
            ElementType.Bool => Array.ConvertAll(value.GetTensorDataAsSpan<bool>().ToArray(), truth => truth ? 1f : 0),
            var other => throw new NotSupportedException($"An output of type {other} is not read."),
        };
        return new Tensor([.. description.Shape.Select(size => (int)size)], values);
    }
}
