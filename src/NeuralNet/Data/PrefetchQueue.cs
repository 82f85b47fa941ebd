using System.Runtime.ExceptionServices;

namespace NeuralNet;

/// <summary>
/// A queue of bounded length that one thread fills from a reader and another empties. The filling thread waits at the full queue until
/// half of it is free: small elements are read faster than a thread is woken.
/// </summary>
/// <param name="source">The reader.</param>
/// <param name="bufferSize">
/// The maximum number of elements; null for as many as <see cref="DefaultBytes"/> hold, from <see cref="MinDefault"/> to
/// <see cref="MaxDefault"/>.
/// </param>
internal sealed class PrefetchQueue(DatasetReader source, int? bufferSize)
{
    private const int DefaultBytes = 1 << 20, MinDefault = 2, MaxDefault = 256;

    private readonly object key = new();
    private readonly Queue<DatasetElement> elements = new();
    private int capacity = bufferSize ?? 0;
    private bool isComplete, isStopped;
    private ExceptionDispatchInfo? failure;

    /// <summary>Reads until the end, an exception, or <see cref="Stop"/>; waits while the queue is full.</summary>
    public void Fill()
    {
        try
        {
            while (WaitForRoom() && source.TryRead(out DatasetElement element))
                Add(element);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (key)
        {
            isComplete = true;
            System.Threading.Monitor.PulseAll(key);
        }
    }

    /// <summary>Takes the next element, or throws the exception that the source threw instead.</summary>
    /// <exception cref="OperationCanceledException">Waiting was cancelled.</exception>
    public bool TryTake(CancellationToken cancellationToken, out DatasetElement element)
    {
        lock (key)
        {
            while (elements.Count == 0 && !isComplete)
            {
                cancellationToken.ThrowIfCancellationRequested();
                System.Threading.Monitor.Wait(key);
            }

            if (elements.Count == 0)
            {
                failure?.Throw();
                element = default;
                return false;
            }

            element = elements.Dequeue();
            if (elements.Count == RefillCount)
                System.Threading.Monitor.PulseAll(key);
            return true;
        }
    }

    /// <summary>Ends the filling thread after the element that it is reading.</summary>
    public void Stop()
    {
        lock (key)
        {
            isStopped = true;
            System.Threading.Monitor.PulseAll(key);
        }
    }

    /// <summary>Wakes the waiting thread, which checks its condition again.</summary>
    public void WakeUp()
    {
        lock (key)
            System.Threading.Monitor.PulseAll(key);
    }

    /// <summary>The number of elements at which a waiting thread fills the queue again.</summary>
    private int RefillCount => capacity - Math.Max(1, capacity / 2);

    private bool WaitForRoom()
    {
        lock (key)
        {
            if (elements.Count > 0 && elements.Count == capacity)
            {
                while (elements.Count > RefillCount && !isStopped)
                    System.Threading.Monitor.Wait(key);
            }

            return !isStopped;
        }
    }

    private void Add(in DatasetElement element)
    {
        lock (key)
        {
            if (capacity == 0)
                capacity = (int)Math.Clamp(DefaultBytes / Math.Max(1, element.Bytes), MinDefault, MaxDefault);
            elements.Enqueue(element);
            if (elements.Count == 1)
                System.Threading.Monitor.PulseAll(key);
        }
    }
}
