using System.Text;

namespace NeuralNet.Text;

/// <summary>Reads the characters of tokens as bytes of UTF-8; U+FFFD stands for bytes that are none.</summary>
internal sealed class ByteLevelDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
            AppendBytes(token, bytes);
        return [Encoding.UTF8.GetString([.. bytes])];
    }

    /// <summary>Appends the bytes of a token; a token with other characters, such as an added one, stands for itself.</summary>
    private static void AppendBytes(string token, List<byte> bytes)
    {
        int start = bytes.Count;
        foreach (char character in token)
        {
            if (ByteLevelAlphabet.TryGetByte(character, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            bytes.RemoveRange(start, bytes.Count - start);
            bytes.AddRange(Encoding.UTF8.GetBytes(token));
            return;
        }
    }
}
