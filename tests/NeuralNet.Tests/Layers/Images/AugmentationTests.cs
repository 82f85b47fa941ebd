namespace NeuralNet.Tests;

/// <summary>Tests of random changes of images with factors that leave no choice, and of what is drawn.</summary>
public class AugmentationTests
{
    private static readonly Tensor Images = TestData.Normal([64, 3, 4, 2], seed: 1);

    public static TheoryData<string> Names => [.. All.Select(layer => layer.ClassName)];

    private static Layer[] All =>
    [
        new RandomFlip(), new RandomTranslation(0.5f, 0.5f), new RandomRotation(0.5f), new RandomZoom(0.5f), new RandomContrast(0.5f),
        new RandomBrightness(0.5f),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void ChangesImagesInTrainingOnly(string name)
    {
        Layer layer = All.Single(candidate => candidate.ClassName == name);
        var harness = new LayerHarness(layer, seed: 1, new Shape(3, 4, 2));
        Assert.Equal(Images.ToArray(), harness.Forward(harness.NewPlan(64), [Images], isTraining: false).ToArray());
        int[] first = Bits.Of(harness.Forward(harness.NewPlan(64), [Images], isTraining: true, step: 1));
        Assert.Equal(first, Bits.Of(harness.Forward(harness.NewPlan(64), [Images], isTraining: true, step: 1)));
        Assert.NotEqual(first, Bits.Of(harness.Forward(harness.NewPlan(64), [Images], isTraining: true, step: 2)));
    }

    [Theory]
    [InlineData(FlipMode.Horizontal, 2)]
    [InlineData(FlipMode.Vertical, 2)]
    [InlineData(FlipMode.HorizontalAndVertical, 4)]
    public void FlipsInEachDirectionByHalf(FlipMode mode, int variants)
    {
        Tensor image = new([1, 2, 2, 1], [1, 2, 3, 4]), batch = new([400, 2, 2, 1]);
        for (int row = 0; row < 400; row++)
            image.AsSpan().CopyTo(batch.Row(row));
        Tensor flipped = Train(new RandomFlip(mode), batch);
        Dictionary<string, int> counts = Enumerable.Range(0, 400).GroupBy(row => string.Concat(flipped.Row(row).ToArray()))
            .ToDictionary(group => group.Key, group => group.Count());
        string[] allowed = mode switch
        {
            FlipMode.Horizontal => ["1234", "2143"],
            FlipMode.Vertical => ["1234", "3412"],
            _ => ["1234", "2143", "3412", "4321"],
        };
        Assert.All(counts.Keys, variant => Assert.Contains(variant, allowed));
        Assert.Equal(variants, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 0.7 * 400 / variants, 1.3 * 400 / variants));
    }

    [Theory]
    [InlineData(FillMode.Constant, "88123")]
    [InlineData(FillMode.Nearest, "11123")]
    [InlineData(FillMode.Reflect, "21123")]
    [InlineData(FillMode.Wrap, "45123")]
    public void FillsWhatATranslationUncovers(FillMode fillMode, string expected)
    {
        var layer = new RandomTranslation((0, 0), (0.4f, 0.4f), fillMode, fillValue: 8);
        Assert.Equal(expected, string.Concat(Train(layer, new Tensor([1, 1, 5, 1], [1, 2, 3, 4, 5])).ToArray()));
    }

    [Fact]
    public void TranslatesDownwards() => Assert.Equal(
        [0, 0, 1, 2], Train(new RandomTranslation((0.5f, 0.5f), 0, FillMode.Constant), new Tensor([1, 2, 2, 1], [1, 2, 3, 4])).ToArray());

    [Fact]
    public void TurnsCounterClockwise()
    {
        Tensor image = new([1, 2, 2, 1], [1, 2, 3, 4]);
        Close.To([2, 4, 1, 3], Train(new RandomRotation((0.25f, 0.25f)), image).Data, Close.Reference, "a quarter turn");
        Close.To([4, 3, 2, 1], Train(new RandomRotation((0.5f, 0.5f)), image).Data, Close.Reference, "half a turn");
    }

    /// <summary>Pixels at ½·x − ½ of the distance from the centre: −1.5, −0.5, 0.5, 1.5 become −0.75, −0.25, 0.25, 0.75.</summary>
    [Fact]
    public void ZoomsAboutTheCentre() => Close.To(
        [1.75, 2.25, 2.75, 3.25], Train(new RandomZoom(0, (-0.5f, -0.5f)), new Tensor([1, 1, 4, 1], [1, 2, 3, 4])).Data, Close.Reference,
        "zoomed in");

    [Fact]
    public void ChangesBrightnessAndContrastWithinTheRange()
    {
        Tensor image = new([1, 1, 4, 1], [10, 20, 30, 200]);
        Close.To([61, 71, 81, 251], Train(new RandomBrightness((0.2f, 0.2f)), image).Data, Close.Reference, "brighter");
        Close.To([0, 0, 0, 149], Train(new RandomBrightness((-0.2f, -0.2f)), image).Data, Close.Reference, "darker");
        Close.To([0, 0, 0, 255], Train(new RandomContrast((0, 1)), new Tensor([1, 1, 4, 1], [0, 0, 0, 255])).Data, Close.Reference, "clipped");
        Tensor contrasts = Train(new RandomContrast(0.5f, (-1000, 1000)), Repeated([-1, 1], 200));
        float[] factors = [.. Enumerable.Range(0, 200).Select(row => contrasts.Row(row)[1])];
        Assert.InRange(factors.Min(), 0.5f, 0.6f);
        Assert.InRange(factors.Max(), 1.4f, 1.5f);
    }

    [Fact]
    public void RefusesFactorsThatMakeNoImage()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom((-1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomTranslation(1.5f, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation((0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomContrast((-0.5f, 0.2f)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomBrightness(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(0.1f, interpolation: Interpolation.Area));
    }

    private static Tensor Repeated(float[] row, int count) =>
        new([count, 1, row.Length, 1], [.. Enumerable.Range(0, count).SelectMany(_ => row)]);

    private static Tensor Train(Layer layer, Tensor images)
    {
        var harness = new LayerHarness(layer, seed: 1, images.Shape.WithoutBatch());
        return harness.Forward(harness.NewPlan(images.Rows), [images], isTraining: true);
    }
}
