namespace NeuralNet.Text;

/// <summary>Makes the text of tokens. Hugging Face: tokenizers/src/decoders.</summary>
internal abstract class Decoder
{
    private const string Known = "BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece";

    /// <summary>Returns the parts of the text, which follow each other without a space.</summary>
    public abstract List<string> Apply(List<string> tokens);

    /// <exception cref="InvalidDataException">The kind is not read, or a setting is wrong.</exception>
    public static Decoder Read(JsonSection section) => section.Type switch
    {
        "BPEDecoder" => new SuffixDecoder(section.OptionalString("suffix") ?? "</w>"),
        "ByteFallback" => new ByteFallbackDecoder(),
        "ByteLevel" => new ByteLevelDecoder(),
        "Fuse" => new FuseDecoder(),
        "Metaspace" => new MetaspaceDecoder(section.AsCharacter("replacement"), PrependSchemes.Read(section)),
        "Replace" => new ReplaceDecoder(TextPattern.Read(section.Get("pattern")), section.String("content")),
        "Sequence" => new DecoderSequence([.. section.Get("decoders").Items().Select(Read)]),
        "Strip" => new StripDecoder(section.AsCharacter("content"), section.Int32("start", 0), section.Int32("stop", 0)),
        "WordPiece" => new WordPieceDecoder(section.OptionalString("prefix") ?? "##", section.Boolean("cleanup", true)),
        _ => throw section.Unknown("decoder", Known),
    };
}
