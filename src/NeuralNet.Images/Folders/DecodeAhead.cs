namespace NeuralNet.Images;

/// <summary>
/// Decodes pictures on threads of the pool before they are needed, and returns them in order. The number of decoded pictures is bounded:
/// the next one begins when one is taken.
/// </summary>
internal static class DecodeAhead
{
    /// <param name="paths">The files, in the order of the result.</param>
    /// <param name="decode">Reads a file.</param>
    /// <param name="window">The maximum number of pictures that are being decoded, or decoded and not taken.</param>
    /// <param name="cancellationToken">Ends waiting for a picture.</param>
    public static IEnumerable<Tensor> Read(
        IEnumerable<string> paths, Func<string, Tensor> decode, int window, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<Tensor>>(window);
        try
        {
            foreach (string path in paths)
            {
                if (pending.Count == window)
                    yield return Take(pending, cancellation.Token);
                pending.Enqueue(Task.Run(() => decode(path), cancellation.Token));
            }

            while (pending.Count > 0)
                yield return Take(pending, cancellation.Token);
        }
        finally
        {
            cancellation.Cancel();
            WaitFor(pending);
        }
    }

    private static Tensor Take(Queue<Task<Tensor>> pending, CancellationToken cancellationToken) =>
        pending.Dequeue().WaitAsync(cancellationToken).GetAwaiter().GetResult();

    /// <summary>Waits for the pictures that are no longer needed, whose files are open.</summary>
    private static void WaitFor(Queue<Task<Tensor>> pending)
    {
        try
        {
            Task.WaitAll([.. pending]);
        }
        catch (AggregateException)
        {
            // A picture that is not taken may be cancelled or damaged.
        }
    }
}
