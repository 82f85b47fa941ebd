namespace NeuralNet.TestSupport;

/// <summary>The kinds of numbers that losses and metrics take as targets and predictions.</summary>
internal enum Values
{
    /// <summary>Any, around 0.</summary>
    Real,

    /// <summary>From 0.2 to 2.</summary>
    Positive,

    /// <summary>0 or 1.</summary>
    ZeroOrOne,

    /// <summary>−1 or 1.</summary>
    MinusOneOrOne,

    /// <summary>Rows with a single 1.</summary>
    OneHot,

    /// <summary>A class number for each row.</summary>
    ClassNumbers,

    /// <summary>Each between 0.05 and 0.95.</summary>
    Probabilities,

    /// <summary>Positive rows that sum to 1.</summary>
    Distributions,
}

internal static class ValuesExtensions
{
    /// <summary>Draws rows of such numbers; the length of a row is that of the predictions.</summary>
    public static float[] Draw(this Values values, int rows, int rowLength, long seed)
    {
        Shape shape = [rows, rowLength];
        Tensor drawn = values switch
        {
            Values.Real => TestData.Normal(shape, seed),
            Values.Positive => TestData.Uniform(shape, seed, 0.2f, 2),
            Values.ZeroOrOne => TestData.Integers(shape, seed, 2),
            Values.MinusOneOrOne => Map(TestData.Integers(shape, seed, 2), value => 2 * value - 1),
            Values.OneHot => TestData.OneHot(rows, rowLength, seed),
            Values.ClassNumbers => TestData.Integers(rows, seed, rowLength),
            Values.Probabilities => TestData.Uniform(shape, seed, 0.05f, 0.95f),
            Values.Distributions => Normalized(TestData.Uniform(shape, seed, 0.2f, 2)),
            _ => throw new ArgumentOutOfRangeException(nameof(values)),
        };
        return drawn.ToArray();
    }

    private static Tensor Map(Tensor tensor, Func<float, float> function)
    {
        foreach (ref float value in tensor.AsSpan())
            value = function(value);
        return tensor;
    }

    private static Tensor Normalized(Tensor tensor)
    {
        for (int i = 0; i < tensor.Rows; i++)
        {
            float sum = tensor.Row(i).ToArray().Sum();
            foreach (ref float value in tensor.Row(i))
                value /= sum;
        }

        return tensor;
    }
}
