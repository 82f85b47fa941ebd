namespace NeuralNet.Tests;

/// <summary>Compares the fans of kernels of any rank, and the resulting variance, with Keras's numbers.</summary>
public class FanTests
{
    private static readonly ReferenceFile File = new("initializers_fans");

    public static TheoryData<string> Cases => [.. File.Cases.Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void FansAreKeras(string name)
    {
        ReferenceCase reference = File[name];
        Shape shape = reference.Json["shape"]!.AsArray().Select(size => (int)size!).ToArray();
        Assert.Equal((double)reference.Json["fan_in"]!, VarianceScaling.FanIn(shape));
        Assert.Equal((double)reference.Json["fan_out"]!, VarianceScaling.FanOut(shape));
    }

    [Fact]
    public void AConvolutionsKernelIsDrawnWithinItsLimit()
    {
        // Receptive field 9, so fan in 9·4 and fan out 9·8: the limit is √(6/(36 + 72)).
        float limit = MathF.Sqrt(6f / (36 + 72));
        var kernel = new float[3 * 3 * 4 * 8];
        new GlorotUniform().Initialize(kernel, [3, 3, 4, 8], new RandomStream(3));
        Assert.All(kernel, value => Assert.InRange(value, -limit, limit));
        Assert.Contains(kernel, value => Math.Abs(value) > 0.9f * limit);
    }
}
