namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Convolutions of random settings by one technique.</summary>
internal static class ConvolutionSweep
{
    private const int Count = 400;

    /// <summary>Compares convolutions with their definition, and returns the first that differs; null if none does.</summary>
    public static string? FirstMismatch(ConvolutionKernel technique)
    {
        var random = new Random(1);
        for (int i = 0; i < Count; i++)
        {
            ConvolutionShape shape = ConvolutionCase.Draw(random);
            var numbers = new ConvolutionCase(shape, i);
            var packed = new PackedConvolutionKernel(shape, numbers.Kernel, technique);
            if (numbers.Mismatch(new Convolution(shape, technique), packed) is { } mismatch)
                return mismatch;
        }

        return null;
    }
}
