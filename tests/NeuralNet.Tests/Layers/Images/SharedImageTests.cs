namespace NeuralNet.Tests;

/// <summary>Tests that layers of images, whose work threads share, give the same bits on any number of threads.</summary>
[Collection(ProcessWide.Name)]
public class SharedImageTests
{
    private static readonly Func<Layer>[] Layers =
    [
        () => new MaxPooling2D(3, 2, Padding.Same), () => new AveragePooling2D(3, 2, Padding.Same),
        () => new MaxPooling2D(3, 1, dataFormat: DataFormat.ChannelsFirst), () => new GlobalAveragePooling2D(),
        () => new GlobalMaxPooling2D(DataFormat.ChannelsFirst), () =>
            new ZeroPadding2D(2), () => new Cropping2D(3), () => new UpSampling2D(),
        () => new Resizing(70, 41), () => new BatchNormalization(), () => new BatchNormalization(axis: 1), () => new GroupNormalization(3),
        () => new Permute([3, 1, 2]), () => new RandomFlip(), () => new RandomRotation(0.3f), () => new RandomContrast(0.3f, (-9, 9)),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Layers.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void GivesTheSameBitsOnAnyNumberOfThreads(int index)
    {
        int[] alone = Run(Layers[index](), threads: 1);
        foreach (int threads in (ReadOnlySpan<int>)[2, 3, 5])
            Assert.Equal(alone, Run(Layers[index](), threads));
    }

    private static int[] Run(Layer layer, int threads)
    {
        using var shared = new ProcessWide.Threads(threads);
        var harness = new LayerHarness(layer, seed: 1, new Shape(60, 50, 12));
        ExecutionPlan plan = harness.NewPlan(3);
        Tensor output = harness.Forward(plan, [TestData.Normal([3, 60, 50, 12], 2)], isTraining: true);
        harness.Backward(plan, TestData.Normal(output.Shape, 3));
        return [.. Bits.Of(output), .. Bits.Of(plan.InputGradients[0]!), .. layer.Parameters.SelectMany(parameter => parameter.IsTrainable
            ? Bits.Of(harness.Gradient(parameter))
            : Bits.Of(parameter.Value))];
    }
}
