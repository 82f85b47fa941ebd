namespace NeuralNet.Tests;

/// <summary>Compares file names with the texts of Python's <c>str.format</c>.</summary>
public class FileNameTemplateTests
{
    [Theory]
    [InlineData("e{epoch:02d}", 3, "e03")]
    [InlineData("{epoch}", 12, "12")]
    [InlineData("{epoch:4d}|", 12, "  12|")]
    [InlineData("{epoch:.1f}", 2, "2.0")]
    [InlineData("{loss:.2f}", 0.456789, "0.46")]
    [InlineData("{loss:.2f}", -1.005, "-1.00")]
    [InlineData("{loss:08.3f}", -2.5, "-002.500")]
    [InlineData("{loss:f}", 1.5, "1.500000")]
    [InlineData("{loss:.0f}", 7.4, "7")]
    [InlineData("{loss:.0f}", 2.5, "2")]
    [InlineData("{loss:.2f}", 0.125, "0.12")]
    [InlineData("{loss:.2f}", 0.375, "0.38")]
    [InlineData("{loss:.1e}", 0.125, "1.2e-01")]
    [InlineData("{loss:.3e}", 0.000123456, "1.235e-04")]
    [InlineData("{loss:e}", 123456.0, "1.234560e+05")]
    [InlineData("{loss:.0e}", 1234.0, "1e+03")]
    [InlineData("{loss:010.2e}", -12.5, "-01.25e+01")]
    [InlineData("{loss:g}", 0.0001234567, "0.000123457")]
    [InlineData("{loss:g}", 1.234567e-05, "1.23457e-05")]
    [InlineData("{loss:g}", 1234567.0, "1.23457e+06")]
    [InlineData("{loss:.3g}", 100.0, "100")]
    [InlineData("{loss:.3g}", 999.9, "1e+03")]
    [InlineData("{loss:.10g}", 0.1, "0.1")]
    [InlineData("{loss:g}", 0.0, "0")]
    [InlineData("{loss:.4}", 0.123456, "0.1235")]
    [InlineData("{loss}", 0.1, "0.1")]
    [InlineData("{loss}", 1e-07, "1e-07")]
    [InlineData("{loss:.2f}", double.NaN, "nan")]
    [InlineData("{loss:.2f}", double.NegativeInfinity, "-inf")]
    [InlineData("{{{epoch}}}", 1, "{1}")]
    [InlineData("a{{b}}c", 0, "a{b}c")]
    public void FiguresAreWrittenAsPythonDoes(string template, double value, string expected) =>
        Assert.Equal(expected, new FileNameTemplate(template).Format([new("epoch", value), new("loss", value)]));

    [Theory]
    [InlineData("{epoch")]
    [InlineData("epoch}")]
    [InlineData("{}")]
    [InlineData("{loss:>8}")]
    [InlineData("{loss:x}")]
    [InlineData("{loss:999f}")]
    [InlineData("{loss:02d}")]
    [InlineData("{epoch:.2d}")]
    [InlineData("{epok:D2}")]
    [InlineData("{epok:02d}")]
    public void OtherBracesAreRefused(string template) =>
        Assert.Contains(template, Assert.Throws<ArgumentException>(() => new FileNameTemplate(template)).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownNameIsAnsweredWithThoseThereAre()
    {
        var unknown = Assert.Throws<ArgumentException>(() => new FileNameTemplate("{acc:.2f}").Format([new("epoch", 1), new("loss", 2)]));
        Assert.Contains("'acc'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("epoch, loss", unknown.Message, StringComparison.Ordinal);
    }
}
