namespace NeuralNet.Plotting;

/// <summary>
/// The colours of a theme, as hexadecimal digits. The series are told apart with red-green and blue-yellow blindness too, and each
/// stands out from the surface by a contrast of at least 3, texts by at least 4.5 (WCAG 2.2, 1.4.3 and 1.4.11).
/// </summary>
/// <param name="Surface">The ground of the picture.</param>
/// <param name="Text">The colour of texts and outlines.</param>
/// <param name="Muted">The colour of secondary texts and of data without a colour of their own.</param>
/// <param name="Axis">The colour of axes.</param>
/// <param name="Grid">The colour of grid lines and empty cells.</param>
/// <param name="Series">The colours of series, in their order.</param>
/// <param name="Scale">
/// The colours of values from low to high: evenly spaced in OKLCh, with lightness rising from blue through magenta to orange, so that
/// the order of the colours is seen by colour-blind readers too.
/// </param>
internal sealed record Palette(
    string Surface, string Text, string Muted, string Axis, string Grid, IReadOnlyList<string> Series, IReadOnlyList<string> Scale)
{
    /// <summary>The number of colours in <see cref="Scale"/>.</summary>
    public const int Steps = 9;

    public static Palette Light { get; } = new(
        Surface: "ffffff", Text: "1b1f24", Muted: "5b636d", Axis: "8a929c", Grid: "e6e9ed",
        ["0072b2", "e04800", "08936c", "9f4582", "8f8f1f", "3b4046", "4494c3", "8c8894"],
        ["002374", "35069b", "5d079a", "81088e", "a20a79", "be175d", "d42f37", "d65803", "cf7c00"]);

    public static Palette Dark { get; } = new(
        Surface: "14171c", Text: "e9ecf0", Muted: "a1a9b3", Axis: "757e89", Grid: "2a2f37",
        ["4da9e8", "f57f2a", "25d990", "c98bb8", "eed839", "e4e7eb", "9ae2ff", "7f8690"],
        ["5e56de", "8d54dc", "b553cf", "d954b9", "f65a9c", "fe7581", "ff8f71", "fea768", "ffbd59"]);

    /// <summary>The colour of values that lower the prediction, blue.</summary>
    public string Lower => Series[0];

    /// <summary>The colour of values that raise the prediction, vermilion.</summary>
    public string Raise => Series[1];
}
