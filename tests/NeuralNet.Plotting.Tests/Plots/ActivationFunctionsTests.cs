namespace NeuralNet.Plotting.Tests;

public class ActivationFunctionsTests
{
    public static TheoryData<string> Smooth => ["sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "softsign", "linear", "exponential"];

    /// <summary>The right panel shows the derivative of the left one, as read from the axes.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void TheRightCurveIsTheSlopeOfTheLeft(string name)
    {
        var picture = new Picture(Plot.ActivationFunctions([(Activation)name], -2, 2));
        (double X, double Y)[] left = Picture.Points(picture.All("path", "curve").First());
        (double X, double Y)[] right = Picture.Points(picture.All("path", "curve").Last());
        const double Middle = 360;
        Func<double, double> leftX = picture.XAxis(0, Middle), leftY = picture.YAxis(0, Middle - 60);
        Func<double, double> rightX = picture.XAxis(Middle), rightY = picture.YAxis(Middle - 20);
        for (int i = 2; i + 2 < left.Length; i += 11)
        {
            double slope = (leftY(left[i + 2].Y) - leftY(left[i - 2].Y)) / (leftX(left[i + 2].X) - leftX(left[i - 2].X));
            Assert.Equal(leftX(left[i].X), rightX(right[i].X), 0.01);
            Assert.Equal(slope, rightY(right[i].Y), name == "exponential" ? 0.08 : 0.03);
        }
    }

    [Fact]
    public void ValuesAreTheFormula()
    {
        var picture = new Picture(Plot.ActivationFunctions("tanh"));
        Func<double, double> x = picture.XAxis(0, 360), y = picture.YAxis(0, 300);
        Assert.All(Picture.Points(picture.All("path", "curve").First()), point => Assert.Equal(Math.Tanh(x(point.X)), y(point.Y), 0.01));
    }

    [Fact]
    public void SeveralHaveALegendAndOneHasNone()
    {
        Assert.Contains("relu", new Picture(Plot.ActivationFunctions("relu", "tanh")).Texts);
        Assert.DoesNotContain("relu", new Picture(Plot.ActivationFunctions("relu")).Texts);
    }

    [Fact]
    public void WhereItOverflowsTheCurveEnds()
    {
        var picture = new Picture(Plot.ActivationFunctions([Activation.Exponential], 80, 100));
        (double X, double Y)[] points = Picture.Points(picture.All("path", "curve").First());
        Assert.InRange(picture.XAxis(0, 360)(points[^1].X), 88, 88.75);
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Contains("softmax", Assert.Throws<ArgumentException>(() => Plot.ActivationFunctions("softmax")).Message,
            StringComparison.Ordinal);
        Assert.Contains("1 to 8", Assert.Throws<ArgumentException>(() => Plot.ActivationFunctions()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plot.ActivationFunctions([.. Enumerable.Repeat(Activation.Tanh, 9)]));
        Assert.Throws<ArgumentException>(() => Plot.ActivationFunctions(Activation.Tanh, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.ActivationFunctions([Activation.Tanh], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.ActivationFunctions([Activation.Tanh], float.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.ActivationFunctions([Activation.Tanh], 0, float.PositiveInfinity));
    }
}
