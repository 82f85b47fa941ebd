using NeuralNet;

/// <summary>Draws digits of 8×8 pixels with characters, one beside the other.</summary>
internal static class DigitDrawing
{
    private const int Size = 8;
    private const int Gap = 2;
    private const string Shades = " ░▒▓█";
    private const float MaxPixel = 16;

    /// <summary>Returns the drawings of rows of pixels, with a caption of one or more lines below each.</summary>
    public static string SideBySide(Tensor pixels, IReadOnlyList<string[]> captions)
    {
        IEnumerable<string> drawn = Enumerable.Range(0, Size).Select(line => Line(digit => Pixels(pixels.Row(digit), line)));
        IEnumerable<string> described = captions[0].Select((_, line) => Line(digit => captions[digit][line]));
        return string.Join(Environment.NewLine, drawn.Concat(described));

        string Line(Func<int, string> textOf) =>
            string.Concat(Enumerable.Range(0, pixels.Shape[0]).Select(digit => textOf(digit).PadRight(2 * Size + Gap))).TrimEnd();
    }

    /// <summary>Returns a line of a digit: a pixel is two characters wide, for a character is about twice as high as wide.</summary>
    private static string Pixels(ReadOnlySpan<float> pixels, int line)
    {
        string text = "";
        foreach (float pixel in pixels.Slice(line * Size, Size))
            text += new string(Shades[(int)(pixel / MaxPixel * (Shades.Length - 1))], 2);
        return text;
    }
}
