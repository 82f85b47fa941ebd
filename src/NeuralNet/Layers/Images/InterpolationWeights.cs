namespace NeuralNet;

/// <summary>
/// The weights of an interpolation along one axis. Pixel i of the output has its centre at (i + ½)·n/m of the n pixels that are resized to
/// m; each kernel is normalized over the pixels that exist. Keras: backend/tensorflow/image.py; the formulas are those of TensorFlow's
/// ScaleAndTranslate.
/// </summary>
internal static class InterpolationWeights
{
    /// <summary>Returns the weights of a part of the pixels that is resized.</summary>
    /// <param name="interpolation">The interpolation.</param>
    /// <param name="isAntialiased">true if kernels are widened where the image becomes smaller; otherwise false.</param>
    /// <param name="inputs">The number of pixels of the input.</param>
    /// <param name="start">The first pixel that is resized; negative if pixels are added before the first.</param>
    /// <param name="count">The number of pixels that are resized.</param>
    /// <param name="outputs">The number of pixels of the output.</param>
    public static AxisWeights Create(Interpolation interpolation, bool isAntialiased, int inputs, int start, int count, int outputs)
    {
        var targets = new IReadOnlyList<(int, float)>[outputs];
        for (int target = 0; target < outputs; target++)
        {
            targets[target] =
            [
                .. WeightsOf(interpolation, isAntialiased, target, count, outputs)
                    .Select(term => (Source: term.Source + start, (float)term.Weight))
                    .Where(term => term.Source >= 0 && term.Source < inputs),
            ];
        }

        return AxisWeights.Create(targets);
    }

    private static List<(int Source, double Weight)> WeightsOf(
        Interpolation interpolation, bool isAntialiased, int target, int count, int outputs) => interpolation switch
        {
            Interpolation.Nearest => [((int)((2L * target + 1) * count / (2L * outputs)), 1)],
            Interpolation.Area => AreaWeights(target, count, outputs),
            _ => KernelWeights(interpolation, isAntialiased, target, count, outputs),
        };

    private static List<(int Source, double Weight)> AreaWeights(int target, int count, int outputs)
    {
        double scale = (double)count / outputs, first = target * scale, end = (target + 1) * scale;
        var weights = new List<(int Source, double Weight)>();
        for (int source = (int)first; source < Math.Min(Math.Ceiling(end), count); source++)
            weights.Add((source, (Math.Min(end, source + 1) - Math.Max(first, source)) / scale));
        return weights;
    }

    private static List<(int Source, double Weight)> KernelWeights(
        Interpolation interpolation, bool isAntialiased, int target, int count, int outputs)
    {
        double scale = (double)count / outputs, center = (target + 0.5) * scale, width = isAntialiased ? Math.Max(scale, 1) : 1;
        double radius = RadiusOf(interpolation) * width;
        int first = Math.Max((int)Math.Ceiling(center - radius - 0.5), 0);
        int last = Math.Min((int)Math.Floor(center + radius - 0.5), count - 1);
        var weights = new List<(int Source, double Weight)>();
        for (int source = first; source <= last; source++)
            weights.Add((source, Kernel(interpolation, Math.Abs((source + 0.5 - center) / width))));
        double sum = weights.Sum(term => term.Weight);
        return [.. weights.Where(term => term.Weight != 0).Select(term => (term.Source, term.Weight / sum))];
    }

    private static double RadiusOf(Interpolation interpolation) => interpolation switch
    {
        Interpolation.Bilinear => 1,
        Interpolation.Bicubic => 2,
        Interpolation.Lanczos3 => 3,
        _ => 5,
    };

    /// <summary>Computes the weight of a pixel at a distance.</summary>
    private static double Kernel(Interpolation interpolation, double x) => interpolation switch
    {
        Interpolation.Bilinear => Math.Max(1 - x, 0),
        Interpolation.Bicubic => x switch
        {
            < 1 => (1.5 * x - 2.5) * x * x + 1,
            < 2 => ((-0.5 * x + 2.5) * x - 4) * x + 2,
            _ => 0,
        },
        _ => Lanczos(x, RadiusOf(interpolation)),
    };

    /// <summary>Computes sinc(x)·sinc(x/r) for x &lt; r.</summary>
    private static double Lanczos(double x, double radius) => x >= radius
        ? 0
        : x < 1e-3 ? 1 : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x);
}
