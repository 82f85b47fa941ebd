using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Text;

/// <summary>Reads the files of vocabularies that are older than tokenizer.json, as the tokenizer.json of the same tokenizer.</summary>
internal static class VocabularyFiles
{
    /// <summary>The version of the format.</summary>
    private const string Version = "1.0";

    private const string EndOfText = "<|endoftext|>";

    private static readonly string[] SpecialTokensOfBert = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Tokenizer ReadWordPiece(Stream stream, bool lowercase, string origin)
    {
        var ids = new JsonObject();
        int id = 0;
        foreach (string line in ReadLines(stream, origin))
            ids[line.TrimEnd()] = id++;
        foreach (string token in new[] { "[UNK]", "[CLS]", "[SEP]" })
        {
            if (!ids.ContainsKey(token))
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{origin}: none of the {id} lines is the token '{token}', which BERT's vocabularies have."));
        }

        (int cls, int sep) = (ids["[CLS]"]!.GetValue<int>(), ids["[SEP]"]!.GetValue<int>());
        var json = new JsonObject
        {
            ["version"] = Version,
            ["added_tokens"] = AddedTokens(ids, SpecialTokensOfBert),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = lowercase,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "BertProcessing",
                ["sep"] = new JsonArray("[SEP]", sep),
                ["cls"] = new JsonArray("[CLS]", cls),
            },
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 100,
                ["vocab"] = ids,
            },
        };
        return TokenizerJson.Parse(Write(json), origin);
    }

    public static Tokenizer ReadBytePair(Stream vocabulary, Stream merges, string origin, string mergesOrigin)
    {
        using JsonDocument document = TokenizerJson.Load(() => JsonDocument.Parse(vocabulary), origin);
        Vocabulary.Read(new JsonSection(document.RootElement, "", origin));
        JsonObject ids = JsonObject.Create(document.RootElement)!;
        var json = new JsonObject
        {
            ["version"] = Version,
            ["added_tokens"] = AddedTokens(ids, [EndOfText]),
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = ByteLevel(),
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = ids,
                ["merges"] = ReadMerges(merges, ids, mergesOrigin),
            },
        };
        return TokenizerJson.Parse(Write(json), mergesOrigin);
    }

    private static JsonObject ByteLevel() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = true,
        ["use_regex"] = true,
    };

    private static JsonArray ReadMerges(Stream stream, JsonObject ids, string origin)
    {
        var merges = new JsonArray();
        int number = 0;
        foreach (string line in ReadLines(stream, origin))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
                continue;
            string[] parts = line.Split(' ');
            if (parts.Length != 2 || Array.Exists(parts, part => !ids.ContainsKey(part)) || !ids.ContainsKey(parts[0] + parts[1]))
                throw new InvalidDataException(FormattableString.Invariant($"{origin}, line {number}: '{JsonSection.Shorten(line)}' ")
                    + "should be two tokens of the vocabulary that make a third one, with a space between them.");
            merges.Add((JsonNode)line);
        }

        return merges;
    }

    private static JsonArray AddedTokens(JsonObject ids, string[] tokens) => new(
    [
        .. tokens.Where(ids.ContainsKey).OrderBy(token => ids[token]!.GetValue<int>()).Select(token => new JsonObject
        {
            ["id"] = ids[token]!.GetValue<int>(),
            ["content"] = token,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        }),
    ]);

    /// <summary>Reads lines, which end in LF or CRLF.</summary>
    private static IEnumerable<string> ReadLines(Stream stream, string origin)
    {
        using var reader = new StreamReader(stream, StrictUtf8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        for (int number = 1; ReadLine(reader, number, origin) is { } line; number++)
            yield return line;
    }

    private static string? ReadLine(StreamReader reader, int number, string origin)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{origin}: line {number} or one soon behind it has bytes that are not UTF-8."), exception);
        }
    }

    private static string Write(JsonObject json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
