using System.Text;
using System.Text.Json;

namespace NeuralNet.Explainability;

/// <summary>Explanations as JSON, for other programs to read.</summary>
internal static class AttributionJson
{
    public static string Write(Attribution attribution) => Write(writer => Write(writer, attribution));

    public static string Write(AttributionSet set) => Write(writer =>
    {
        writer.WriteStartObject();
        WriteOptional(writer, "max_residual", set.MaxResidual);
        writer.WriteStartArray("features");
        for (int feature = 0; feature < set.Features.Count; feature++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", set.Features.Names[feature]);
            writer.WriteNumber("importance", set.Importance[feature]);
            writer.WriteNumber("mean", set.Mean[feature]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (Attribution attribution in set)
            Write(writer, attribution);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            content(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, Attribution attribution)
    {
        writer.WriteStartObject();
        writer.WriteString("method", attribution.Method);
        writer.WriteNumber("output", attribution.Output);
        WriteOptional(writer, "output_name", attribution.OutputName);
        writer.WriteNumber("prediction", attribution.Prediction);
        WriteOptional(writer, "base_value", attribution.BaseValue);
        WriteOptional(writer, "residual", attribution.Residual);
        WriteOptional(writer, "local_fidelity", attribution.LocalFidelity);
        WriteOptional(writer, "note", attribution.Note);
        writer.WriteStartArray("features");
        for (int feature = 0; feature < attribution.Features.Count; feature++)
        {
            FeatureAttribution entry = attribution.At(feature);
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteString("is", entry.Content);
            writer.WriteNumber("attribution", entry.Value);
            WriteOptional(writer, "standard_error", attribution.StandardErrors?[feature]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }
}
