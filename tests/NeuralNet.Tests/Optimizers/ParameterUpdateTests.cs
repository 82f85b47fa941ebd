namespace NeuralNet.Tests;

public class ParameterUpdateTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2048, 1)]
    [InlineData(2049, 2)]
    [InlineData(8191, 4)]
    [InlineData(8192, 12)]
    [InlineData(24_576, 12)]
    [InlineData(24_577, 24)]
    [InlineData(100_352, 60)]
    public void ChunksAreShort(int length, int count) => Assert.Equal(count, ParameterUpdate.ChunkCount(length));

    /// <summary>The pool gives thread t of n the chunks from count·t/n to count·(t + 1)/n.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 1.25)]
    [InlineData(8, 1.34)]
    public void ThreadsHaveNearlyEqualShares(int threads, double maxExcess)
    {
        foreach (int length in new[] { 8192, 20_000, 100_352, 401_408 })
        {
            int count = ParameterUpdate.ChunkCount(length);
            int maxShare = Enumerable.Range(0, threads).Max(thread => (count * (thread + 1) / threads) - (count * thread / threads));
            Assert.InRange(maxShare, 0, maxExcess * count / threads);
        }
    }
}
