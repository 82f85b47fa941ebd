using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>A part of an ONNX graph, whose operators and constants have names that begin with its own: <c>dense/Gemm</c>.</summary>
internal class GraphSection(GraphWriter writer, string name)
{
    /// <summary>The domain of the operators for features that are no numbers, ONNX-ML.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>The name of the section.</summary>
    protected string Name => name;

    protected GraphWriter Writer => writer;

    /// <summary>Writes an operator and returns the name of its output.</summary>
    public string Add(string operatorType, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        writer.Add(operatorType, name + "/", inputs, attributes);

    /// <summary>Writes an operator of ONNX-ML and returns the name of its output.</summary>
    public string AddMachineLearning(string operatorType, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        writer.Add(operatorType, name + "/", inputs, attributes, MachineLearning);

    /// <summary>Writes a number of shape ().</summary>
    public string Constant(string constant, float value) => writer.AddConstant($"{name}/{constant}", [], [value]);

    /// <summary>Writes a list of numbers.</summary>
    public string Constant(string constant, float[] values) => writer.AddConstant($"{name}/{constant}", [values.Length], values);

    /// <summary>Writes numbers of a shape.</summary>
    public string Constant(string constant, int[] sizes, float[] values) => writer.AddConstant($"{name}/{constant}", sizes, values);

    /// <summary>Writes a list of numbers in float64.</summary>
    public string Constant(string constant, double[] values) => writer.AddConstant($"{name}/{constant}", [values.Length], values);

    /// <summary>Writes a whole number of shape ().</summary>
    public string Constant(string constant, long value) => writer.AddConstant($"{name}/{constant}", [], [value]);

    /// <summary>Writes a list of whole numbers.</summary>
    public string Constant(string constant, long[] values) => writer.AddConstant($"{name}/{constant}", [values.Length], values);
}
