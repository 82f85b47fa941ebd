using System.Globalization;
using BenchmarkDotNet.Attributes;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures convolutions with padding to the size of the input and both of their gradients. A shape is batch, size of the images, channels,
/// filters, size of the kernel and strides; <c>1x56x64x64x3x1</c> has 115.6 million multiply-adds.
/// </summary>
[MemoryDiagnoser]
public class ConvolutionBenchmarks
{
    private Convolution convolution = null!;
    private float[] input = [], kernel = [], output = [];

    [Params(
        "1x56x64x64x3x1", "1x56x64x128x3x2", "1x56x64x128x1x1", "1x7x512x512x3x1", "64x32x3x32x3x1", "64x16x64x64x3x1",
        "128x28x1x32x3x1")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        (int size, int taps, int stride) = (sizes[1], sizes[4], sizes[5]);
        int outputs = (size + stride - 1) / stride;
        var axis = new ConvolutionAxis(size, outputs, taps, stride, 1, Math.Max(((outputs - 1) * stride) + taps - size, 0) / 2);
        convolution = new Convolution(new ConvolutionShape
        {
            Batch = sizes[0],
            Height = axis,
            Width = axis,
            Channels = sizes[2],
            Filters = sizes[3],
        });
        input = Filled(convolution.Shape.InputLength);
        kernel = Filled(convolution.Shape.KernelLength);
        output = Filled(convolution.Shape.OutputLength);
    }

    [Benchmark]
    public void Forward() => convolution.Forward(input, kernel, output);

    [Benchmark]
    public void InputGradient() => convolution.InputGradient(output, kernel, input);

    [Benchmark]
    public void KernelGradient() => convolution.KernelGradient(input, output, kernel);

    private static float[] Filled(int length)
    {
        var random = new RandomStream(length);
        var values = new float[length];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() - 0.5f;
        return values;
    }
}
