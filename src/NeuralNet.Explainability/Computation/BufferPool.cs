using System.Collections.Concurrent;

namespace NeuralNet.Explainability;

/// <summary>
/// A pool of buffers that workers rent and return, so that explanations in sequence do not allocate megabytes each. The pool holds as many
/// buffers as there were workers at the same time.
/// </summary>
internal sealed class BufferPool<TBuffer>(Func<TBuffer> newBuffer)
{
    private readonly ConcurrentBag<TBuffer> free = [];

    public TBuffer Rent() => free.TryTake(out TBuffer? buffer) ? buffer : newBuffer();

    public void Return(TBuffer buffer) => free.Add(buffer);
}
