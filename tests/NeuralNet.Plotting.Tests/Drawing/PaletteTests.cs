using System.Globalization;

namespace NeuralNet.Plotting.Tests;

/// <summary>Tests of the colours: the contrast of WCAG 2.2, and the distances for colour-blind readers.</summary>
public class PaletteTests
{
    /// <summary>
    /// Full protanopia, deuteranopia and tritanopia in linear sRGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
    /// Simulation of Color Vision Deficiency", 2009; and normal vision.
    /// </summary>
    private static readonly double[][,] Sights =
    [
        new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    ];

    public static TheoryData<bool> IsDark => [false, true];

    [Theory]
    [MemberData(nameof(IsDark))]
    public void DataAndTextStandOutFromTheSurface(bool isDark)
    {
        Palette palette = Of(isDark);
        Assert.All(palette.Series, color => Assert.True(Contrast(color, palette.Surface) >= 3, color));
        Assert.All(Enumerable.Range(0, Palette.Steps), step =>
            Assert.True(Contrast(palette.Scale[step], palette.Surface) >= 3, palette.Scale[step]));
        Assert.True(Contrast(palette.Axis, palette.Surface) >= 3);
        Assert.True(Contrast(palette.Muted, palette.Surface) >= 4.5);
        Assert.True(Contrast(palette.Text, palette.Surface) >= 7);
    }

    /// <summary>Cells with text in them reach 0.55 of the full colour.</summary>
    [Theory]
    [MemberData(nameof(IsDark))]
    public void TextIsReadableOnTheStrongestCell(bool isDark)
    {
        Palette palette = Of(isDark);
        foreach (string color in (string[])[palette.Lower, palette.Raise])
        {
            string cell = string.Concat(Enumerable.Range(0, 3).Select(channel =>
                ((int)(0.55 * Channel(color, channel) + 0.45 * Channel(palette.Surface, channel))).ToString("x2",
                    CultureInfo.InvariantCulture)));
            Assert.True(Contrast(palette.Text, cell) >= 4.5, $"{palette.Text} on {cell}");
        }
    }

    [Theory]
    [MemberData(nameof(IsDark))]
    public void SeriesAreDistinguishableForEveryone(bool isDark)
    {
        IReadOnlyList<string> series = Of(isDark).Series;
        foreach (double[,] sight in Sights)
        {
            double[][] seen = [.. series.Select(color => Lab(Seen(color, sight)))];
            for (int i = 0; i < seen.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double distance = Distance(seen[i], seen[j]);
                    Assert.True(distance >= 9, $"{series[i]} and {series[j]} are {distance:F1} apart");
                }
            }
        }
    }

    /// <summary>The lightness of the scale is monotonic, and all adjacent colours are distinguishable.</summary>
    [Theory]
    [MemberData(nameof(IsDark))]
    public void TheScaleRisesInLightnessForEveryone(bool isDark)
    {
        foreach (double[,] sight in Sights)
        {
            double[][] seen = [.. Of(isDark).Scale.Select(color => Lab(Seen(color, sight)))];
            Assert.Equal(Palette.Steps, seen.Length);
            for (int i = 1; i < seen.Length; i++)
            {
                Assert.True(seen[i][0] > seen[i - 1][0], $"{Of(isDark).Scale[i]} is no lighter");
                Assert.True(Distance(seen[i], seen[i - 1]) >= 4, $"{Of(isDark).Scale[i]} is near the one before");
            }

            Assert.True(Distance(seen[0], seen[^1]) >= 60);
        }
    }

    /// <summary>No colour of the scale is grey or brown: each has a minimum distance from the grey of the same lightness.</summary>
    [Theory]
    [MemberData(nameof(IsDark))]
    public void TheScaleHasNoMud(bool isDark) => Assert.All(Of(isDark).Scale, color =>
    {
        double[] lab = Lab(Linear(color));
        Assert.True(Math.Sqrt(lab[1] * lab[1] + lab[2] * lab[2]) >= 40, color);
    });

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static Palette Of(bool isDark) => isDark ? Palette.Dark : Palette.Light;

    private static int Channel(string color, int channel) =>
        int.Parse(color.AsSpan(2 * channel, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static double[] Linear(string color) => [.. Enumerable.Range(0, 3).Select(channel => Channel(color, channel) / 255.0)
        .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double Contrast(string a, string b)
    {
        double x = Luminance(Linear(a)), y = Luminance(Linear(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(double[] rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

    private static double[] Seen(string color, double[,] sight)
    {
        double[] rgb = Linear(color);
        return [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(Enumerable.Range(0, 3).Sum(j => sight[i, j] * rgb[j]), 0, 1))];
    }

    /// <summary>Converts linear sRGB to CIE L*a*b*, white point D65.</summary>
    private static double[] Lab(double[] rgb)
    {
        double x = F((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
        double y = F(Luminance(rgb));
        double z = F((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
