using System.Collections.Concurrent;

namespace NeuralNet.Explainability;

/// <summary>
/// Memory that workers take and give back, so that one explanation after another does not ask for megabytes anew, which would keep
/// the garbage collector busy. It holds as many buffers as there were workers at once.
/// </summary>
internal sealed class BufferPool<TBuffer>(Func<TBuffer> newBuffer)
{
    private readonly ConcurrentBag<TBuffer> free = [];

    public TBuffer Rent() => free.TryTake(out TBuffer? buffer) ? buffer : newBuffer();

    public void Return(TBuffer buffer) => free.Add(buffer);
}
