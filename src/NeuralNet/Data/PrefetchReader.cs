namespace NeuralNet;

/// <summary>
/// Reads ahead on a thread of its own, which ends with the source, with an exception, or when the reader is disposed or collected.
/// </summary>
internal sealed class PrefetchReader : DatasetReader
{
    private readonly PrefetchQueue queue;
    private readonly CancellationTokenSource cancellation;
    private readonly DatasetReader source;
    private Thread? thread;
    private bool isDisposed;

    public PrefetchReader(Dataset data, DatasetPass pass, int? bufferSize)
    {
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(pass.CancellationToken);
        try
        {
            source = data.Open(pass with { CancellationToken = cancellation.Token });
        }
        catch
        {
            cancellation.Dispose();
            throw;
        }

        queue = new PrefetchQueue(source, bufferSize);
    }

    /// <summary>Ends the thread of a reader that was not disposed.</summary>
    ~PrefetchReader() => queue?.Stop();

    public override bool TryRead(out DatasetElement element)
    {
        if (thread is null)
            Start();
        return queue.TryTake(cancellation.Token, out element);
    }

    /// <summary>Skips elements of the source: nothing has been read ahead where a pass resumes.</summary>
    public override long Skip(long count) => thread is null ? source.Skip(count) : base.Skip(count);

    public override void Recycle(in DatasetElement element) => source.Recycle(element);

    public override void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        GC.SuppressFinalize(this);
        queue.Stop();
        cancellation.Cancel();
        thread?.Join();
        source.Dispose();
        cancellation.Dispose();
    }

    /// <summary>Starts the thread, which refers to the queue only, so that it does not keep the reader alive.</summary>
    private void Start()
    {
        cancellation.Token.UnsafeRegister(static queue => ((PrefetchQueue)queue!).WakeUp(), queue);
        thread = new Thread(queue.Fill) { IsBackground = true, Name = "NeuralNet prefetch" };
        thread.Start();
    }
}
