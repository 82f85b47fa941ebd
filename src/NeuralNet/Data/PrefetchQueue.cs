using System.Runtime.ExceptionServices;

namespace NeuralNet;

/// <summary>A queue of bounded length that one thread fills from a reader and another empties.</summary>
internal sealed class PrefetchQueue(DatasetReader source, int capacity)
{
    private readonly object key = new();
    private readonly Queue<DatasetElement> elements = new();
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

    private bool WaitForRoom()
    {
        lock (key)
        {
            while (elements.Count == capacity && !isStopped)
                System.Threading.Monitor.Wait(key);
            return !isStopped;
        }
    }

    private void Add(in DatasetElement element)
    {
        lock (key)
        {
            elements.Enqueue(element);
            System.Threading.Monitor.PulseAll(key);
        }
    }
}
