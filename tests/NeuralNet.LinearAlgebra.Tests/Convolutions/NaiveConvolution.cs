namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Convolutions as the formula defines them: one loop for each index.</summary>
internal static class NaiveConvolution
{
    private delegate void Term(int input, int kernel, int output);

    public static float[] Forward(ConvolutionShape shape, float[] input, float[] kernel)
    {
        var output = new float[shape.OutputLength];
        Enumerate(shape, (i, k, o) => output[o] += input[i] * kernel[k]);
        return output;
    }

    public static float[] InputGradient(ConvolutionShape shape, float[] outputGradient, float[] kernel)
    {
        var gradient = new float[shape.InputLength];
        Enumerate(shape, (i, k, o) => gradient[i] += outputGradient[o] * kernel[k]);
        return gradient;
    }

    public static float[] KernelGradient(ConvolutionShape shape, float[] input, float[] outputGradient)
    {
        var gradient = new float[shape.KernelLength];
        Enumerate(shape, (i, k, o) => gradient[k] += input[i] * outputGradient[o]);
        return gradient;
    }

    private static void Enumerate(ConvolutionShape shape, Term term)
    {
        (ConvolutionAxis height, ConvolutionAxis width) = (shape.Height, shape.Width);
        for (int image = 0; image < shape.Batch; image++)
        {
            for (int y = 0; y < height.Output; y++)
            {
                for (int x = 0; x < width.Output; x++)
                {
                    for (int i = 0; i < height.Kernel; i++)
                    {
                        for (int j = 0; j < width.Kernel; j++)
                        {
                            int inputY = (y * height.Stride) - height.Padding + (i * height.Dilation);
                            int inputX = (x * width.Stride) - width.Padding + (j * width.Dilation);
                            if (inputY < 0 || inputY >= height.Input || inputX < 0 || inputX >= width.Input)
                                continue;
                            EnumerateChannels(shape, term, image, (y, x), (inputY, inputX), (i * width.Kernel) + j);
                        }
                    }
                }
            }
        }
    }

    private static void EnumerateChannels(
        ConvolutionShape shape, Term term, int image, (int Y, int X) output, (int Y, int X) input, int tap)
    {
        int channels = shape.Channels / shape.Groups, filters = shape.Filters / shape.Groups;
        for (int filter = 0; filter < shape.Filters; filter++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                term(
                    Index(
                        shape, image, input, (filter / filters * channels) + channel, shape.Height.Input, shape.Width.Input,
                        shape.Channels),
                    (((tap * channels) + channel) * shape.Filters) + filter,
                    Index(shape, image, output, filter, shape.Height.Output, shape.Width.Output, shape.Filters));
            }
        }
    }

    private static int Index(ConvolutionShape shape, int image, (int Y, int X) pixel, int channel, int height, int width, int channels) =>
        shape.IsChannelsFirst
            ? (((((image * channels) + channel) * height) + pixel.Y) * width) + pixel.X
            : (((((image * height) + pixel.Y) * width) + pixel.X) * channels) + channel;
}
