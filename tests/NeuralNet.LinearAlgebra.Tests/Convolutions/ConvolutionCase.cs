namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>
/// A convolution of small whole numbers, whose sums are exact in any order, so that results are compared bit for bit.
/// </summary>
internal sealed class ConvolutionCase
{
    public ConvolutionCase(ConvolutionShape shape, int seed)
    {
        var random = new Random(seed);
        Shape = shape;
        Input = Numbers(random, shape.InputLength);
        Kernel = Numbers(random, shape.KernelLength);
        OutputGradient = Numbers(random, shape.OutputLength);
    }

    public ConvolutionShape Shape { get; }

    public float[] Input { get; }

    public float[] Kernel { get; }

    public float[] OutputGradient { get; }

    /// <summary>Draws a shape: any strides, dilations, groups, paddings and sizes, of both data formats.</summary>
    public static ConvolutionShape Draw(Random random)
    {
        int groups = random.Next(4) == 0 ? random.Next(1, 5) : 1;
        bool isDepthwise = random.Next(6) == 0;
        int channels = random.Next(3) == 0 ? random.Next(1, 40) : random.Next(1, 6), filters = random.Next(3) == 0 ? random.Next(1, 40) : random.Next(1, 6);
        return new ConvolutionShape
        {
            Batch = random.Next(1, 4),
            Height = random.Next(4) == 0 ? ConvolutionAxis.None : DrawAxis(random),
            Width = DrawAxis(random),
            Channels = isDepthwise ? channels : channels * groups,
            Filters = isDepthwise ? channels * random.Next(1, 4) : filters * groups,
            Groups = isDepthwise ? channels : groups,
            IsChannelsFirst = random.Next(2) == 0,
        };
    }

    /// <summary>Compares all three products with the definition, and returns the first that differs; null if none does.</summary>
    public string? Mismatch(Convolution convolution)
    {
        float[] output = Filled(Shape.OutputLength), inputGradient = Filled(Shape.InputLength), kernelGradient = Filled(Shape.KernelLength);
        convolution.Forward(Input, Kernel, output);
        convolution.InputGradient(OutputGradient, Kernel, inputGradient);
        convolution.KernelGradient(Input, OutputGradient, kernelGradient);
        return Mismatch("output", NaiveConvolution.Forward(Shape, Input, Kernel), output)
            ?? Mismatch("input gradient", NaiveConvolution.InputGradient(Shape, OutputGradient, Kernel), inputGradient)
            ?? Mismatch("kernel gradient", NaiveConvolution.KernelGradient(Shape, Input, OutputGradient), kernelGradient);
    }

    private static ConvolutionAxis DrawAxis(Random random)
    {
        int kernel = random.Next(1, 6), stride = random.Next(3) == 0 ? random.Next(1, 5) : 1, dilation = random.Next(3) == 0 ? random.Next(1, 4) : 1;
        int extent = ((kernel - 1) * dilation) + 1, before = random.Next(2) == 0 ? 0 : random.Next(-2, extent), after = random.Next(2) == 0 ? 0 : random.Next(extent);
        int input = Math.Max(random.Next(1, 14), Math.Max(1, extent - before - after));
        int output = Math.Max(1, ((input + before + after - extent) / stride) + 1);
        return new ConvolutionAxis(input, output, kernel, stride, dilation, before);
    }

    private string? Mismatch(string what, float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i])
                return FormattableString.Invariant($"{Shape}: element {i} of the {what} is {actual[i]}, expected {expected[i]}");
        }

        return null;
    }

    private static float[] Filled(int length)
    {
        var values = new float[length];
        values.AsSpan().Fill(float.NaN);
        return values;
    }

    private static float[] Numbers(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)random.Next(-4, 5))];
}
