namespace NeuralNet.Tests;

/// <summary>Tests of normalizations along any axis.</summary>
public class NormalizationAxisTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(-1, 5)]
    public void NormalizationAdaptsToEachIndexOfTheAxis(int axis, int count)
    {
        Tensor data = TestData.Normal([7, 3, 4, 5], 1);
        var layer = new Normalization(axis);
        layer.Adapt(data);
        Assert.Equal(count, layer.Mean.Length);
        var input = new Input([3, 4, 5]);
        Tensor normalized = new Model(input, input.Add(layer)).Predict(data);
        int run = axis == 1 ? 20 : axis == 2 ? 5 : 1;
        for (int index = 0; index < count; index++)
        {
            float[] own = [.. normalized.ToArray().Where((_, i) => i / run % count == index)];
            Close.To(0, own.Average(), 1e-5, "mean");
            Close.To(1, own.Average(value => value * value), 1e-4, "variance");
        }
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(2, 6, -1)]
    [InlineData(-1, 6, 1)]
    public void GroupNormalizationAgreesWithALoop(int groups, int channels, int axis)
    {
        Shape shape = axis == 1 ? [2, channels, 5] : [2, 5, channels];
        Tensor input = TestData.Normal(shape, 3);
        var node = new Input([.. shape.Skip(1)]);
        Tensor output = new Model(node, node.GroupNormalization(groups, axis, epsilon: 0.01f)).Predict(input);
        for (int sample = 0; sample < 2; sample++)
        {
            for (int group = 0; group < groups; group++)
            {
                int[] own = [.. Enumerable.Range(0, input.RowLength).Where(i =>
                    (axis == 1 ? i / 5 : i % channels) * groups / channels == group)];
                double mean = own.Average(i => (double)input.Row(sample)[i]);
                double variance = own.Average(i => Math.Pow(input.Row(sample)[i] - mean, 2));
                foreach (int i in own)
                    Close.To((input.Row(sample)[i] - mean) / Math.Sqrt(variance + 0.01), output.Row(sample)[i], 1e-5, $"value {i}");
            }
        }
    }

    [Fact]
    public void RefusesAxesAndGroupsThatDoNotExist()
    {
        Assert.Contains("axes are 1 to 2", Assert.Throws<ArgumentException>(() => new Sequential([2, 3]).BatchNormalization(axis: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("the batch", Assert.Throws<ArgumentException>(() => new Sequential([2, 3]).GroupNormalization(1, axis: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("5 channels into 2 groups", Assert.Throws<ArgumentException>(() => new Sequential([2, 5]).GroupNormalization(2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(0));
        Assert.Contains("Choose axes of equal size", Assert.Throws<ArgumentException>(() => new Input(3).Merge(new Dot(1), new Input(4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Permute([1, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatVector(0));
    }
}
