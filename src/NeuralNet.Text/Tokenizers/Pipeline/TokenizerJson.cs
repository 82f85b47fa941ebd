using System.Text.Json;

namespace NeuralNet.Text;

/// <summary>Reads the JSON of a tokenizer.</summary>
internal static class TokenizerJson
{
    /// <exception cref="InvalidDataException">The file is not the JSON of a tokenizer, or a part is of a kind that is not read.</exception>
    public static Tokenizer Read(Stream stream, string origin)
    {
        using JsonDocument document = Load(() => JsonDocument.Parse(stream), origin);
        return Create(document, origin);
    }

    /// <inheritdoc cref="Read"/>
    public static Tokenizer Parse(string json, string origin)
    {
        using JsonDocument document = Load(() => JsonDocument.Parse(json), origin);
        return Create(document, origin);
    }

    /// <summary>Loads any JSON file; an error names the file and the line.</summary>
    public static JsonDocument Load(Func<JsonDocument> parse, string origin)
    {
        try
        {
            return parse();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{origin}, line {exception.LineNumber + 1}: the file is no valid JSON. {exception.Message}"), exception);
        }
    }

    private static Tokenizer Create(JsonDocument document, string origin)
    {
        var file = new JsonSection(document.RootElement, "", origin);
        return file.Find("type")?.AsString() == SentencePieceTokenizer.TypeName
            ? SentencePieceTokenizer.Read(file, origin)
            : new PipelineTokenizer(file);
    }
}
