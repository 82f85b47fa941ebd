namespace NeuralNet.TestSupport;

/// <summary>Random numbers for tests, the same on every run.</summary>
internal static class TestData
{
    /// <summary>Values from the normal distribution.</summary>
    public static Tensor Normal(Shape shape, long seed, float scale = 1)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.AsSpan())
            value = scale * (float)random.NextNormal();
        return tensor;
    }

    /// <summary>Values between two bounds.</summary>
    public static Tensor Uniform(Shape shape, long seed, float minimum = 0, float maximum = 1)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.AsSpan())
            value = minimum + (maximum - minimum) * random.NextSingle();
        return tensor;
    }

    /// <summary>Whole numbers from 0 up to a bound.</summary>
    public static Tensor Integers(Shape shape, long seed, int exclusiveMaximum)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.AsSpan())
            value = random.NextInt32(exclusiveMaximum);
        return tensor;
    }

    /// <summary>Rows with a single 1 each.</summary>
    public static Tensor OneHot(int rows, int classes, long seed)
    {
        Tensor labels = Integers(rows, seed, classes);
        var tensor = new Tensor([rows, classes]);
        for (int i = 0; i < rows; i++)
            tensor[i, (int)labels[i]] = 1;
        return tensor;
    }
}
