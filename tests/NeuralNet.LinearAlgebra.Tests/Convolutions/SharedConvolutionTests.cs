namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests of convolutions on several threads: the same bits, and no allocation.</summary>
[Collection(AloneCollection.Name)]
public sealed class SharedConvolutionTests
{
    private static readonly ConvolutionShape[] Shapes =
    [
        Shape(4, 20, 40, 48, 1), Shape(1, 17, 64, 33, 2), Shape(30, 14, 1, 32, 1), Shape(1, 7, 200, 200, 1),
        Shape(25, 9, 20, 33, 1), Shape(14, 9, 20, 33, 2),
        Shape(8, 14, 48, 48, 1) with { Groups = 48 }, Shape(2, 24, 32, 24, 1) with { IsChannelsFirst = true },
    ];

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        foreach (ConvolutionShape shape in Shapes)
        {
            var convolution = new Convolution(shape);
            float[] input = Values(shape.InputLength), kernel = Values(shape.KernelLength), gradient = Values(shape.OutputLength);
            float[] expected = Compute(convolution, input, kernel, gradient, 1);
            foreach (int threads in (ReadOnlySpan<int>)[2, 3, 5])
            {
                float[] actual = Compute(convolution, input, kernel, gradient, threads);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{threads} threads: {shape}");
            }
        }
    }

    [Fact]
    public void A_convolution_allocates_nothing()
    {
        using var degree = new PoolDegree(2);
        ConvolutionShape[] shapes = [Shape(2, 12, 16, 24, 2), Shape(1, 12, 16, 32, 1) with { Groups = 16 }, Shape(13, 6, 16, 24, 1)];
        foreach (ConvolutionShape shape in shapes)
        {
            var convolution = new Convolution(shape);
            float[] input = Values(shape.InputLength), kernel = Values(shape.KernelLength), output = new float[shape.OutputLength];
            Assert.Equal(0, Allocations.Of(() =>
            {
                convolution.Forward(input, kernel, output);
                convolution.InputGradient(output, kernel, input);
                convolution.KernelGradient(input, output, kernel);
            }));
        }
    }

    private static ConvolutionShape Shape(int batch, int size, int channels, int filters, int stride) => new()
    {
        Batch = batch,
        Height = ConvolutionTests.Same(size, 3, stride),
        Width = ConvolutionTests.Same(size, 3, stride),
        Channels = channels,
        Filters = filters,
    };

    private static float[] Compute(Convolution convolution, float[] input, float[] kernel, float[] gradient, int threads)
    {
        using var degree = new PoolDegree(threads);
        ConvolutionShape shape = convolution.Shape;
        float[] results = new float[shape.OutputLength + shape.InputLength + shape.KernelLength];
        convolution.Forward(input, kernel, results.AsSpan(0, shape.OutputLength));
        convolution.InputGradient(gradient, kernel, results.AsSpan(shape.OutputLength, shape.InputLength));
        convolution.KernelGradient(input, gradient, results.AsSpan(shape.OutputLength + shape.InputLength));
        return results;
    }

    private static float[] Values(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }
}
