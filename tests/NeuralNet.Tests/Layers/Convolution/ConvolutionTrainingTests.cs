namespace NeuralNet.Tests;

/// <summary>Tests of the training of convolution networks on several threads.</summary>
[Collection(ProcessWide.Name)]
public class ConvolutionTrainingTests
{
    [Fact]
    public void TrainingHasTheSameBitsOnAnyNumberOfThreads()
    {
        int[] expected = Train(1);
        foreach (int threads in (ReadOnlySpan<int>)[2, 3, 5])
            Assert.Equal(expected, Train(threads));
    }

    private static int[] Train(int threads)
    {
        using var _ = new ProcessWide.Threads(threads);
        var model = new Sequential([16, 16, 3], seed: 1)
            .Conv2D(32, 3, padding: Padding.Same, activation: "relu")
            .DepthwiseConv2D(3, 2, Padding.Same)
            .Conv2D(24, 3, 2, activation: "relu")
            .Conv2DTranspose(8, 3, 2, dataFormat: DataFormat.ChannelsFirst)
            .Flatten()
            .Dense(4, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(TestData.Normal([48, 16, 16, 3], seed: 2), TestData.Integers([48], seed: 3, 4), batchSize: 16, verbose: Verbosity.Silent);
        return [.. model.Layers.SelectMany(layer => layer.Parameters).SelectMany(parameter => Bits.Of(parameter.Value))];
    }
}
