using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Writes the preprocessing of feature spaces: an input for each column, and the operators that encode it.</summary>
internal sealed class EncoderExporter
{
    /// <summary>The way out for preprocessing that cannot be written.</summary>
    public const string Advice =
        "Export the model without its preprocessing, by includeEncoders: false, and encode rows by model.Encode(rows).";

    private readonly FeatureSpace[] spaces;
    private readonly (string Name, DataType Type)[] columns;
    private readonly HashSet<string> doubles;

    /// <exception cref="NotSupportedException">ONNX has no counterpart of an encoder or a feature.</exception>
    public EncoderExporter(IReadOnlyList<InputEncoder> encoders)
    {
        spaces = [.. encoders.Select(encoder => encoder as FeatureSpace ?? throw new NotSupportedException(
            $"The encoder {encoder.GetType().Name} cannot be written as ONNX; a {nameof(FeatureSpace)} can. {Advice}"))];
        columns = [.. spaces.SelectMany(space => space.Features).OfType<ColumnFeature>()
            .GroupBy(feature => feature.Column, StringComparer.Ordinal).Select(features => (features.Key, TypeOf(features)))];
        doubles = [.. columns.Where(column => column.Type == DataType.Double).Select(column => column.Name)];
    }

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Columns => columns.Select(column => column.Name);

    /// <summary>Writes an input for each column, and the operators that make the inputs of the model.</summary>
    /// <param name="writer">The graph.</param>
    /// <param name="inputs">The names of the inputs of the model.</param>
    public void Export(GraphWriter writer, IReadOnlyList<string> inputs)
    {
        foreach ((string column, DataType type) in columns)
            writer.AddInput(column, 1, type);
        foreach ((string value, string name) in spaces.SelectMany(space => Export(writer, space)).Zip(inputs))
            writer.Rename(value, name);
    }

    /// <summary>Writes the features of a space and returns the names of its inputs, each the output of an operator of its own.</summary>
    private string[] Export(GraphWriter writer, FeatureSpace space)
    {
        var categories = new Dictionary<string, ExportedCategory>(StringComparer.Ordinal);
        string[] values = [.. space.Features.Select(feature => FeatureExporters.Export(UseOf(writer, feature, categories)))];
        return space.OutputMode == FeatureOutputMode.Concat
            ? [new GraphSection(writer, "features").Add("Concat", values, OnnxAttribute.Of("axis", 1))]
            : [.. values.Select((value, i) => new GraphSection(writer, space.Features[i].Name).Add("Identity", [value]))];
    }

    private FeatureUse UseOf(GraphWriter writer, Feature feature, Dictionary<string, ExportedCategory> categories) =>
        new(writer, feature, doubles.Contains(feature.Columns[0]), categories);

    /// <summary>Returns the type of a column that the features read.</summary>
    /// <exception cref="NotSupportedException">A feature reads texts where another one reads numbers.</exception>
    private static DataType TypeOf(IGrouping<string, ColumnFeature> features)
    {
        DataType[] types = [.. features.Select(FeatureExporters.ColumnTypeOf).Distinct()];
        return types.Length > 1 && types.Contains(DataType.String)
            ? throw new NotSupportedException(
                $"The column '{features.Key}' is read as texts and as numbers, and an input of ONNX has one type. {Advice}")
            : types.Contains(DataType.Double) ? DataType.Double : types[0];
    }
}
