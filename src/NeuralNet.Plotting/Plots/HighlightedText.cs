using System.Text;

namespace NeuralNet.Plotting;

/// <summary>A text whose words stand on a ground coloured by what is due to them.</summary>
internal sealed class HighlightedText : Plot
{
    private const double Size = 14, LineHeight = 28, Padding = 3, Space = 3, Strongest = 0.55, ScaleRoom = 46;
    private const double Letter = Size * TextMeasure.FixedAdvance;
    private readonly List<Word> words = [];
    private readonly ColorScale scale;
    private readonly int lines;

    public HighlightedText(IReadOnlyList<string> tokens, IReadOnlyList<double> weights, string title)
        : base(title)
    {
        scale = ColorScale.Around0(weights);
        double x = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].AsSpan().Trim(' ') is "\n" or "\r\n")
            {
                (x, lines) = (0, lines + 1);
                continue;
            }

            string text = Shorten(tokens[i]);
            double width = Width(text) + 2 * Padding;
            if (x > 0 && x + width > ContentWidth)
                (x, lines) = (0, lines + 1);
            words.Add(new Word(text, tokens[i], weights[i], x, lines, width));
            x += width + Space;
        }

        lines++;
    }

    private protected override double ContentHeight => lines * LineHeight + ScaleRoom;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        foreach (Word word in words)
        {
            var ground = new Box(area.Left + word.X, area.Top + word.Line * LineHeight, word.Width, LineHeight - 5);
            string tooltip = $"{word.Token}: {NumberText.Signed(word.Weight)}";
            svg.Rectangle(scale.Style(word.Weight), ground, Strongest * scale.Opacity(word.Weight), tooltip);
            svg.Text("mono", ground.Left + Padding, ground.Top + 16, word.Text, tooltip);
        }

        scale.DrawBar(svg, new Box(area.Right - 240, area.Bottom - 28, 240, 10), "attribution", Strongest);
    }

    /// <summary>The token, or its beginning if it is longer than a line.</summary>
    private string Shorten(string token)
    {
        int maxLetters = (int)((ContentWidth - 2 * Padding) / Letter);
        return Width(token) <= maxLetters * Letter ? token : string.Concat(token.EnumerateRunes().Take(maxLetters / 2)) + "…";
    }

    /// <summary>Letters of a fixed width; those of East Asian scripts and pictures take two.</summary>
    private static double Width(string text) => text.EnumerateRunes().Sum(rune => rune.Value >= 0x2E80 ? 2 : 1) * Letter;

    private sealed record Word(string Text, string Token, double Weight, double X, int Line, double Width);
}

public abstract partial class Plot
{
    /// <summary>
    /// A text whose words stand on a coloured ground: vermilion raises the output, blue lowers it, the more the stronger.
    /// </summary>
    /// <param name="tokens">The words, or other pieces, in their order; <c>"\n"</c> begins a new line.</param>
    /// <param name="values">The contribution of each to the output.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">There are no tokens, the lists differ in length, or a value is not finite.</exception>
    public static Plot HighlightedText(
        IReadOnlyList<string> tokens, IReadOnlyList<double> values, string title = "What the output is due to, by word")
    {
        Check.NoNulls(tokens);
        Check.Count(tokens.Count, 1, int.MaxValue, "tokens", nameof(tokens));
        Check.OneFor(tokens.Count, "token", values);
        Check.Finite(values);
        return new HighlightedText(tokens, values, Check.Title(title));
    }
}
