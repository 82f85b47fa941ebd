namespace NeuralNet.Plotting.Tests;

public class TextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1, "1")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(12345.678, "12346")]
    [InlineData(0.00012344, "0.0001234")]
    [InlineData(0.00001, "1e−5")]
    [InlineData(-2.5e9, "−2.5e9")]
    public void NumbersHaveFourDigitsThatCount(double value, string expected) => Assert.Equal(expected, NumberText.Format(value));

    [Theory]
    [InlineData(-0.001, "0")]
    [InlineData(12.3456, "12.35")]
    public void PixelsAreRoundedToHundredths(double value, string expected) => Assert.Equal(expected, SvgWriter.Number(value));

    [Fact]
    public void TextIsCutToItsRoom()
    {
        Assert.Equal("short", TextMeasure.Fit("short", 100, 12));
        string cut = TextMeasure.Fit(new string('m', 100) + "🦋🦋", 200, 12);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.InRange(TextMeasure.Width(cut, 12), 170, 200);
        Assert.Equal("…", TextMeasure.Fit("anything", 1, 12));
        Assert.Equal("🦋…", TextMeasure.Fit("🦋🦋🦋", 30, 12));
    }
}
