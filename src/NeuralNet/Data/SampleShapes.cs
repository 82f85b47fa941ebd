namespace NeuralNet;

/// <summary>Creates the error for samples of a batch whose shapes differ.</summary>
internal static class SampleShapes
{
    public static void RequireCount(int expected, int actual, int sample, string what)
    {
        if (actual != expected)
            throw new ArgumentException($"Sample {sample} of the batch has {Counted.Of(actual, what)} and its first sample {expected}.");
    }

    public static void RequirePresent(bool isExpected, bool isPresent, int sample, int index, string what)
    {
        if (isPresent != isExpected)
            throw new ArgumentException($"Sample {sample} of the batch has {(isPresent ? "a" : "no")} {what} {index}, its first sample "
                + $"{(isExpected ? "one" : "none")}.");
    }

    public static ArgumentException Different(Shape expected, Shape actual, int sample, int index, string what) => new(
        $"Sample {sample} of the batch has the shape {actual} as its {what} {index}; the first sample has {expected}. Samples of "
            + "different lengths go together with PaddedBatch.");
}
