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
        int channels = DrawRarely(random, 40, usually: 6), filters = DrawRarely(random, 40, usually: 6);
        return new ConvolutionShape
        {
            Batch = random.Next(5) == 0 ? random.Next(11, 16) : random.Next(1, 4),
            Height = random.Next(4) == 0 ? ConvolutionAxis.None : DrawAxis(random),
            Width = DrawAxis(random),
            Channels = isDepthwise ? channels : channels * groups,
            Filters = isDepthwise ? channels * random.Next(1, 4) : filters * groups,
            Groups = isDepthwise ? channels : groups,
            IsChannelsFirst = random.Next(2) == 0,
        };
    }

    /// <summary>Compares all products with the definition, and returns the first that differs; null if none does.</summary>
    public string? Mismatch(Convolution convolution, PackedConvolutionKernel packed)
    {
        float[] output = Filled(Shape.OutputLength), inputGradient = Filled(Shape.InputLength), kernelGradient = Filled(Shape.KernelLength);
        convolution.Forward(Input, Kernel, output);
        convolution.InputGradient(OutputGradient, Kernel, inputGradient);
        convolution.KernelGradient(Input, OutputGradient, kernelGradient);
        float[] ofPacked = Filled(Shape.OutputLength), expected = NaiveConvolution.Forward(Shape, Input, Kernel);
        convolution.Forward(Input, packed, ofPacked);
        return Mismatch("output", expected, output)
            ?? Mismatch("output of a packed kernel", expected, ofPacked)
            ?? Mismatch("input gradient", NaiveConvolution.InputGradient(Shape, OutputGradient, Kernel), inputGradient)
            ?? Mismatch("kernel gradient", NaiveConvolution.KernelGradient(Shape, Input, OutputGradient), kernelGradient);
    }

    /// <summary>Draws a number from 1 up to an exclusive limit, in two of three cases up to a lower one.</summary>
    private static int DrawRarely(Random random, int limit, int usually) => random.Next(1, random.Next(3) == 0 ? limit : usually);

    private static ConvolutionAxis DrawAxis(Random random)
    {
        int kernel = random.Next(1, 6), stride = DrawRarely(random, 5, usually: 2), dilation = DrawRarely(random, 4, usually: 2);
        int extent = ((kernel - 1) * dilation) + 1;
        int before = random.Next(2) == 0 ? 0 : random.Next(-2, extent), after = random.Next(2) == 0 ? 0 : random.Next(extent);
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
