namespace NeuralNet.Tests;

/// <summary>
/// Checks the loading of an untrusted file: it succeeds or throws a <see cref="ModelFileException"/>, and its memory is in proportion to
/// the length of the file.
/// </summary>
internal static class LoadOutcome
{
    /// <summary>
    /// Returns whether the file was loaded; fails the test for any other exception, or if memory was allocated for content that the file
    /// does not have.
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
