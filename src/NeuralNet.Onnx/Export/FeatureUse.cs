using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>A feature of a <see cref="FeatureSpace"/> that is written into an ONNX graph.</summary>
/// <param name="writer">The graph.</param>
/// <param name="feature">The feature.</param>
/// <param name="isDouble">Whether its column is float64.</param>
/// <param name="categories">The categories of the features so far, by the names of the features.</param>
internal sealed class FeatureUse(GraphWriter writer, Feature feature, bool isDouble, Dictionary<string, ExportedCategory> categories)
    : GraphSection(writer, feature.Name)
{
    public Feature Feature => feature;

    /// <summary>The name of the input of its column.</summary>
    public string Input => feature.Columns[0];

    /// <summary>Returns the number of the column as float64, which the column is then, or as float32.</summary>
    public string Number(bool inFloat64) => isDouble && !inFloat64 ? Single(Input) : Input;

    /// <summary>Converts a number of float64 to float32.</summary>
    public string Single(string number) => Add("Cast", [number], OnnxAttribute.To(DataType.Float));

    /// <summary>Writes a number of shape () as float64 or float32.</summary>
    public string Number(string constant, double value, bool inFloat64) =>
        inFloat64 ? Writer.AddConstant($"{Name}/{constant}", [], [value]) : Constant(constant, (float)value);

    /// <summary>Writes 0 in the type of the column.</summary>
    public string Zero() => isDouble
        ? Add("Cast", [Constant("zero", 0f)], OnnxAttribute.To(DataType.Double))
        : Constant("zero", 0f);

    /// <summary>Returns the category of a feature that was written before.</summary>
    public ExportedCategory CategoryOf(string other) => categories[other];

    /// <summary>Writes the form of the output of a category, after the category has been noted for crosses.</summary>
    public string Category(ExportedCategory category, IndexOutputMode outputMode)
    {
        categories[feature.Name] = category;
        if (outputMode == IndexOutputMode.Int)
            return Add("Cast", [category.Index], OnnxAttribute.To(DataType.Float));
        string indices = Add("Squeeze", [category.Index, Constant("axis", [1L])]);
        string depth = Constant("categories", (long)category.Count);
        return Add("OneHot", [indices, depth, Constant("off_and_on", [0f, 1f])], OnnxAttribute.Of("axis", -1));
    }
}
