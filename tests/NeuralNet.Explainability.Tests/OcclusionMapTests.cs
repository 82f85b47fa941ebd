namespace NeuralNet.Explainability.Tests;

public class OcclusionMapTests
{
    [Theory]
    [InlineData(2, 3, 1, 2)]
    [InlineData(3, 3, 3, 3)]
    [InlineData(4, 2, 3, 1)]
    [InlineData(9, 9, 9, 9)]
    public void APixelHasTheMeanFallOfThePatchesThatCoverIt(int height, int width, int down, int right)
    {
        Model model = new Sequential(new Shape(5, 6, 2), seed: 1).Flatten().Dense(6, "tanh").Dense(2, "softmax");
        Tensor image = Examples.Rows(5, 12, seed: 1).Reshape([5, 6, 2]);
        Attribution attribution = new OcclusionMap(model, (height, width), (down, right), baseline: 0.5f).Explain(image, output: 1);

        double[] sums = new double[30];
        int[] counts = new int[30];
        for (int top = 0; top < 5; top += down)
        {
            for (int left = 0; left < 6; left += right)
            {
                Tensor covered = image.Clone();
                var pixels = new List<int>();
                for (int row = top; row < Math.Min(top + height, 5); row++)
                {
                    for (int column = left; column < Math.Min(left + width, 6); column++)
                    {
                        covered[row, column, 0] = covered[row, column, 1] = 0.5f;
                        pixels.Add(row * 6 + column);
                    }
                }

                double fall = Probability(model, image) - Probability(model, covered);
                foreach (int pixel in pixels)
                    (sums[pixel], counts[pixel]) = (sums[pixel] + fall, counts[pixel] + 1);
            }
        }

        for (int pixel = 0; pixel < 30; pixel++)
            Assert.Equal(sums[pixel] / counts[pixel], attribution.Values[pixel], 1e-6);
    }

    [Fact]
    public void WithoutOverlapItIsOcclusion()
    {
        Model model = new Sequential(new Shape(4, 4), seed: 1).Flatten().Dense(2, "softmax");
        Tensor image = Examples.Rows(4, 4, seed: 2);
        Attribution patches = new Occlusion(model, Features.Patches([4, 4], 2)).Explain(image, output: 0);
        Attribution map = new OcclusionMap(model, patch: 2, stride: 2).Explain(image, output: 0);
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], map.Values.Select(value => patches.Values.ToList().IndexOf(value)));
    }

    [Fact]
    public void ChannelsMayComeFirst()
    {
        // The output is the pixel in row 1, column 2 of channel 1.
        Func<Tensor, Tensor> predict = Examples.Function(x => x[6 + 1 * 3 + 2]);
        var image = new Tensor([2, 2, 3]);
        image[1, 1, 2] = 7;
        Attribution attribution = new OcclusionMap(predict, patch: 1, dataFormat: DataFormat.ChannelsFirst).Explain(image, output: 0);
        Assert.Equal([0, 0, 0, 0, 0, 7], attribution.Values);
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        Model model = new Sequential(new Shape(4, 4), seed: 1).Flatten().Dense(1);
        Examples.AssertError<ArgumentOutOfRangeException>("'patch'", () => new OcclusionMap(model, patch: 0));
        Examples.AssertError<ArgumentOutOfRangeException>("'stride'", () => new OcclusionMap(model, patch: 2, stride: (0, 1)));
        Examples.AssertError<ArgumentOutOfRangeException>("must not exceed", () => new OcclusionMap(model, patch: 2, stride: 3));
        Examples.AssertError<ArgumentOutOfRangeException>("finite", () => new OcclusionMap(model, patch: 2, baseline: float.NaN));
        Examples.AssertError<ArgumentException>("an image has", () => new OcclusionMap(Examples.Linear(), patch: 1).Explain(new float[] { 1, 2, 3, 4 }));
    }

    private static double Probability(Model model, Tensor image) => model.Predict(image.Reshape([1, .. image.Shape]))[0, 1];
}
