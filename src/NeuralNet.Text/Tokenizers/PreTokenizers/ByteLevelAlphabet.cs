using System.Collections.Frozen;

namespace NeuralNet.Text;

/// <summary>
/// A printable character for each byte, in which GPT-2's vocabulary is written: the printable ones of Latin-1 stand for themselves, the
/// others are U+0100 and those behind it. GPT-2: encoder.py, bytes_to_unicode.
/// </summary>
internal static class ByteLevelAlphabet
{
    public static readonly char[] Characters = Create();

    private static readonly FrozenDictionary<char, byte> Bytes =
        Enumerable.Range(0, 256).ToFrozenDictionary(value => Characters[value], value => (byte)value);

    public static bool TryGetByte(char character, out byte value) => Bytes.TryGetValue(character, out value);

    private static char[] Create()
    {
        var characters = new char[256];
        char next = '\u0100';
        for (int value = 0; value < characters.Length; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isPrintable ? (char)value : next++;
        }

        return characters;
    }
}
