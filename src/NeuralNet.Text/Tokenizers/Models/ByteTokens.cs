using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, which stand for the bytes of characters that a vocabulary lacks.
/// </summary>
internal static class ByteTokens
{
    /// <summary>Returns the ids by bytes, with −1 for a byte without token; null if there are none.</summary>
    public static int[]? Find(Vocabulary vocabulary)
    {
        var ids = new int[256];
        for (int value = 0; value < ids.Length; value++)
            ids[value] = vocabulary.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")) ?? -1;
        return Array.Exists(ids, id => id >= 0) ? ids : null;
    }

    /// <summary>Returns whether there is a token for each byte of a character.</summary>
    public static bool Has(int[] ids, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            if (ids[value] < 0)
                return false;
        }

        return true;
    }

    /// <summary>Appends the tokens of the bytes of a part of a word. Each stands for its whole character.</summary>
    public static void Append(int[] ids, ReadOnlySpan<char> word, int start, int end, List<Piece> pieces)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int i = start; i < end;)
        {
            Rune rune = Characters.RuneAt(word, i);
            int next = i + rune.Utf16SequenceLength;
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                pieces.Add(new Piece(ids[value], i, next));
            i = next;
        }
    }

    /// <summary>Reads the byte of a token.</summary>
    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
