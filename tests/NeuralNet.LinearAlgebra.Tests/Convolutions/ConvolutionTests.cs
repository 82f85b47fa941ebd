using System.Runtime.Intrinsics;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests of convolutions and their gradients against the definition.</summary>
public sealed class ConvolutionTests
{
    public static TheoryData<string> Kernels => ProductTests.Kernels;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Convolutions_of_any_settings_are_those_of_the_definition(string kernel) =>
        Assert.Null(ConvolutionSweep.FirstMismatch(KernelCatalog.Choose(kernel).CreateConvolution()));

    /// <summary>Processors with 32 registers have tiles of 12 columns, whatever the registers of this one.</summary>
    [Fact]
    public void Wide_tiles_are_those_of_the_definition() =>
        Assert.Null(ConvolutionSweep.FirstMismatch(
            new TiledConvolutionKernel<Tiles<float, Vector256<float>, Lanes256<float>, Size12, Size5>>()));

    /// <summary>Several blocks of windows, panels of filters, slices of the gradient and parts of a row.</summary>
    [Theory]
    [InlineData(2, 20, 23, 17, 3, 35, false)]
    [InlineData(1, 9, 11, 33, 3, 70, true)]
    [InlineData(3, 1, 900, 3, 5, 4, false)]
    [InlineData(2, 1, 700, 2, 7, 3, true)]
    [InlineData(9, 13, 13, 1, 3, 32, false)]
    [InlineData(40, 7, 7, 5, 3, 6, false)]
    [InlineData(2, 12, 12, 130, 1, 140, false)]
    public void Large_convolutions_are_those_of_the_definition(
        int batch, int height, int width, int channels, int kernel, int filters, bool isChannelsFirst)
    {
        foreach (int stride in (ReadOnlySpan<int>)[1, 2])
        {
            var shape = new ConvolutionShape
            {
                Batch = batch,
                Height = height == 1 ? ConvolutionAxis.None : Same(height, kernel, stride),
                Width = Same(width, kernel, stride),
                Channels = channels,
                Filters = filters,
                IsChannelsFirst = isChannelsFirst,
            };
            var numbers = new ConvolutionCase(shape, stride);
            Assert.Null(numbers.Mismatch(new Convolution(shape), new PackedConvolutionKernel(shape, numbers.Kernel)));
        }
    }

    [Fact]
    public void Sizes_that_make_no_convolution_are_refused()
    {
        ConvolutionShape shape = ConvolutionCase.Draw(new Random(1)) with { Channels = 6, Filters = 4, Groups = 2 };
        Assert.Contains("Filters", Refused(shape with { Filters = 0 }), StringComparison.Ordinal);
        Assert.Contains("Height.Stride", Refused(shape with { Height = shape.Height with { Stride = 0 } }), StringComparison.Ordinal);
        Assert.Contains("Width.Kernel", Refused(shape with { Width = shape.Width with { Kernel = 0 } }), StringComparison.Ordinal);
        Assert.Contains("4 groups", Refused(shape with { Groups = 4 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_of_another_length_are_refused_by_name()
    {
        ConvolutionShape shape = ConvolutionCase.Draw(new Random(3));
        var numbers = new ConvolutionCase(shape, 1);
        var convolution = new Convolution(shape);
        float[] longer = [.. numbers.Kernel, 0], shorter = numbers.Kernel[1..];
        Assert.Throws<ArgumentException>("input", () => convolution.Forward([0], numbers.Kernel, numbers.OutputGradient));
        Assert.Throws<ArgumentException>("kernel", () => convolution.InputGradient(numbers.OutputGradient, longer, numbers.Input));
        var packed = new PackedConvolutionKernel(shape with { Filters = 2 * shape.Filters }, [.. numbers.Kernel, .. numbers.Kernel]);
        Assert.Throws<ArgumentException>("kernel", () => convolution.Forward(numbers.Input, packed, numbers.OutputGradient));
        Assert.Throws<ArgumentException>("result", () => convolution.KernelGradient(numbers.Input, numbers.OutputGradient, shorter));
    }

    internal static ConvolutionAxis Same(int size, int kernel, int stride)
    {
        int output = (size + stride - 1) / stride;
        return new(size, output, kernel, stride, 1, Math.Max(((output - 1) * stride) + kernel - size, 0) / 2);
    }

    private static string Refused(ConvolutionShape shape) => Assert.Throws<ArgumentException>(() => new Convolution(shape)).Message;
}
