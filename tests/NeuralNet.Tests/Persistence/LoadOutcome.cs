namespace NeuralNet.Tests;

/// <summary>
/// What comes of loading an untrusted file: it loads or gives the one exception, and its length justifies the memory taken.
/// </summary>
internal static class LoadOutcome
{
    /// <summary>
    /// Whether the file loaded; fails the test at any other exception, or if memory was taken for what the file only claims.
    /// </summary>
    public static bool IsLoaded(byte[] file, string what, Action load)
    {
        string outcome = "it loaded";
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            load();
        }
        catch (ModelFileException exception)
        {
            outcome = exception.Message;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 200_000 + 50L * file.Length, $"{what}: {taken} bytes were taken for a file of {file.Length}: {outcome}");
        return outcome == "it loaded";
    }
}
