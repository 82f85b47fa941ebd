using System.Text;

namespace NeuralNet.Text;

/// <summary>Reads tokens such as <c>&lt;0xE2&gt;</c> as bytes of UTF-8; one U+FFFD stands for each byte if they are none.</summary>
internal sealed class ByteFallbackDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        List<string> parts = new(tokens.Count);
        List<byte> bytes = [];
        foreach (string token in tokens)
        {
            if (ByteTokens.TryParse(token, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, parts);
            parts.Add(token);
        }

        Flush(bytes, parts);
        return parts;
    }

    private static void Flush(List<byte> bytes, List<string> parts)
    {
        if (bytes.Count == 0)
            return;
        byte[] values = [.. bytes];
        parts.Add(System.Text.Unicode.Utf8.IsValid(values) ? Encoding.UTF8.GetString(values) : new string('\uFFFD', values.Length));
        bytes.Clear();
    }
}
