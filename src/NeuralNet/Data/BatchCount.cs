namespace NeuralNet;

/// <summary>Converts between the number of samples and the number of batches that they make.</summary>
internal static class BatchCount
{
    /// <summary>Returns the number of batches, the short one at the end included unless it is dropped.</summary>
    public static long Of(long samples, int batchSize, bool dropRemainder) =>
        samples / batchSize + (dropRemainder || samples % batchSize == 0 ? 0 : 1);

    /// <summary>Returns the number of samples of whole batches; <see cref="long.MaxValue"/> where it is greater.</summary>
    public static long Samples(long batches, int batchSize) =>
        batches <= long.MaxValue / batchSize ? batches * batchSize : long.MaxValue;
}
