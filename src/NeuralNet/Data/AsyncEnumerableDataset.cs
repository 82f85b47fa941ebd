namespace NeuralNet;

/// <summary>
/// The samples or batches of an asynchronous enumerable. A reader waits for each element; Prefetch moves the waiting to another thread.
/// </summary>
internal sealed class AsyncEnumerableDataset<T>(IAsyncEnumerable<T> elements, Func<T, DatasetElement> convert, bool isBatched)
    : ReaderDataset
{
    public override bool IsBatched => isBatched;

    public override string ToString() => isBatched ? "asynchronous enumerable of batches" : "asynchronous enumerable";

    internal override DatasetReader Open(DatasetPass pass) =>
        new EnumeratorReader<T>(new BlockingEnumerator(elements.GetAsyncEnumerator(pass.CancellationToken)), convert);

    /// <summary>
    /// Waits for each item. The enumerator does not see the thread's synchronization context: it could continue on the thread that
    /// waits for it.
    /// </summary>
    private sealed class BlockingEnumerator(IAsyncEnumerator<T> enumerator) : IEnumerator<T>
    {
        public T Current => enumerator.Current;

        object? System.Collections.IEnumerator.Current => Current;

        public bool MoveNext() => WithoutContext(static enumerator =>
        {
            ValueTask<bool> step = enumerator.MoveNextAsync();
            return step.IsCompletedSuccessfully ? step.Result : step.AsTask().GetAwaiter().GetResult();
        });

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => WithoutContext(static enumerator =>
        {
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return true;
        });

        private bool WithoutContext(Func<IAsyncEnumerator<T>, bool> action)
        {
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                return action(enumerator);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(context);
            }
        }
    }
}
