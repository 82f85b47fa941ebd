namespace NeuralNet.Tests;

/// <summary>Tests of resizing by properties of each interpolation, and of the part of the image that is resized.</summary>
public class ResizingTests
{
    public static TheoryData<Interpolation> Interpolations => [.. Enum.GetValues<Interpolation>()];

    /// <summary>The weights of a pixel sum to 1.</summary>
    [Theory]
    [MemberData(nameof(Interpolations))]
    public void ConstantImagesStayConstant(Interpolation interpolation)
    {
        foreach ((int height, int width, bool antialias) in (ReadOnlySpan<(int, int, bool)>)[(3, 17, true), (9, 2, false), (6, 7, true),
            (1, 1, true)])
        {
            Tensor image = Filled([1, 6, 7, 2], (_, _) => 3);
            Tensor resized = Predict(new Resizing(height, width, interpolation, antialias: antialias), image);
            Close.To(Filled([1, height, width, 2], (_, _) => 3), resized, Close.Reference, $"{interpolation}");
        }
    }

    [Theory]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Bicubic)]
    public void LinearImagesStayLinearInside(Interpolation interpolation)
    {
        Tensor resized = Predict(new Resizing(12, 16, interpolation), Filled([1, 6, 8, 1], (row, column) => 2 * row - column));
        for (int row = 4; row < 8; row++)
        {
            for (int column = 4; column < 12; column++)
                Close.To(2 * ((row + 0.5) / 2 - 0.5) - ((column + 0.5) / 2 - 0.5), resized.AsSpan()[row * 16 + column], 1e-5, "linear");
        }
    }

    [Fact]
    public void AreaIsTheMeanOfThePixels() => Assert.Equal(
        [(0 + 1 + 10 + 11) / 4f, (2 + 3 + 12 + 13) / 4f],
        Predict(new Resizing(1, 2, Interpolation.Area), Filled([1, 2, 4, 1], (row, column) => 10 * row + column)).ToArray());

    /// <summary>Half of the size with a kernel of twice the width: weights 1, 3, 3, 1 of 8 inside.</summary>
    [Fact]
    public void AntialiasedKernelsAreWidened()
    {
        Tensor impulse = Filled([1, 1, 8, 1], (_, column) => column == 3 ? 8 : 0);
        Close.To([0, 3, 1, 0], Predict(new Resizing(1, 4, antialias: true), impulse).Data, Close.Reference, "antialiased");
    }

    [Fact]
    public void CropsToTheAspectRatioAroundTheCentre() => Assert.Equal(
        [1, 2, 11, 12], Predict(new Resizing(2, 2, cropToAspectRatio: true),
            Filled([1, 2, 4, 1], (row, column) => 10 * row + column)).ToArray());

    [Fact]
    public void PadsToTheAspectRatioOnBothSides() => Assert.Equal(
        [7, 7, 7, 7, 0, 1, 2, 3, 10, 11, 12, 13, 7, 7, 7, 7],
        Predict(
            new Resizing(4, 4, padToAspectRatio: true, fillValue: 7), Filled([1, 2, 4, 1], (row, column) => 10 * row + column)).ToArray());

    [Fact]
    public void CenterCropTakesTheMiddle() => Assert.Equal(
        [11, 12], Predict(new CenterCrop(1, 2), Filled([1, 3, 4, 1], (row, column) => 10 * row + column)).ToArray());

    [Fact]
    public void RefusesSettingsThatContradict()
    {
        Assert.Throws<ArgumentException>(() => new Resizing(2, 2, cropToAspectRatio: true, padToAspectRatio: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizing(2, 2, fillMode: FillMode.Reflect));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizing(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling2D((2, 0)));
        Assert.Contains("leaves nothing", Assert.Throws<ArgumentException>(() => new Sequential([4, 3]).Cropping1D((2, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroPadding2D((1, -1)));
        Assert.Contains("more than a tensor", Assert.Throws<ArgumentException>(() => new Sequential([4, 3]).UpSampling1D(int.MaxValue)).Message, StringComparison.Ordinal);
    }

    private static Tensor Predict(Layer layer, Tensor images)
    {
        var input = new Input([.. images.Shape.Skip(1)]);
        return new Model(input, input.Add(layer)).Predict(images);
    }

    private static Tensor Filled(Shape shape, Func<int, int, float> value)
    {
        var images = new Tensor(shape);
        for (int i = 0; i < images.Length; i++)
            images.AsSpan()[i] = value(i / shape[3] / shape[2] % shape[1], i / shape[3] % shape[2]);
        return images;
    }
}
