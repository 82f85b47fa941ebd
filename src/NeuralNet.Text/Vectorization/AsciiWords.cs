using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Text;

/// <summary>Copies the letters and digits of ASCII at the start of a text, eight at a time.</summary>
internal static class AsciiWords
{
    /// <summary>The number of characters that are copied at a time.</summary>
    public const int Width = 8;

    /// <summary>
    /// Copies letters and digits up to the first other character, or up to the last <see cref="Width"/> − 1 characters of the text. Up to
    /// <see cref="Width"/> characters of the target beyond the copy are overwritten.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="target">The target.</param>
    /// <param name="lowers">Whether letters become lower case.</param>
    /// <returns>The number of characters.</returns>
    public static int Copy(ReadOnlySpan<char> text, Span<char> target, bool lowers)
    {
        const ushort CaseBit = 'a' - 'A';
        Vector128<ushort> caseBit = Vector128.Create(CaseBit), added = lowers ? caseBit : Vector128<ushort>.Zero;
        ref ushort first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref ushort output = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(target));
        int copied = 0;
        while (copied + Width <= text.Length && copied + Width <= target.Length)
        {
            Vector128<ushort> source = Vector128.LoadUnsafe(ref first, (nuint)copied);
            Vector128<ushort> isLetter =
                Vector128.LessThan((source | caseBit) - Vector128.Create((ushort)'a'), Vector128.Create((ushort)26));
            Vector128<ushort> isDigit = Vector128.LessThan(source - Vector128.Create((ushort)'0'), Vector128.Create((ushort)10));
            (source | (isLetter & added)).StoreUnsafe(ref output, (nuint)copied);
            int plain = BitOperations.TrailingZeroCount(~(isLetter | isDigit).ExtractMostSignificantBits());
            copied += Math.Min(plain, Width);
            if (plain < Width)
                break;
        }

        return copied;
    }
}
