using System.Runtime.CompilerServices;

namespace NeuralNet.Tests;

/// <summary>Tests that the thread of Prefetch reads ahead up to its limit, and ends in every case.</summary>
public class PrefetchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void TheThreadReadsAheadAsFarAsItMayAndNoFurther()
    {
        int read = 0;
        Thread? reader = null;
        using IEnumerator<DatasetElement> elements = Dataset.From(Counted(100, () =>
        {
            reader = Thread.CurrentThread;
            return Interlocked.Increment(ref read);
        })).Prefetch(3).Elements().GetEnumerator();
        for (int taken = 1; taken <= 5; taken++)
        {
            Assert.True(elements.MoveNext());
            int max = taken + 3;
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref read) == max && IsBlocked(reader!), Patience), $"After {taken}, {read} were read.");
            Assert.Equal(max, Volatile.Read(ref read));
        }

        static bool IsBlocked(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
    }

    [Fact]
    public void MemoryIsAllocatedForReadElementsAndNotForTheCapacity() =>
        Assert.Equal(5, Dataset.From(Counted(5, () => 0)).Prefetch(int.MaxValue).Elements().Count());

    [Fact]
    public void TheSourceIsReadOnAnotherThreadAndClosed()
    {
        var source = new Watched(100);
        foreach (int taken in (int[])[1, 5, 100])
            Assert.Equal(taken, Dataset.From(source).Prefetch(2).Elements().Take(taken).Count());
        Assert.Equal(3, source.Opened);
        Assert.Equal(3, source.Closed);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, source.Threads);
        Assert.All(source.Threads, thread => Assert.True(thread > 0));
    }

    [Fact]
    public void ATrainingThatFailsOrIsCancelledClosesTheSource()
    {
        var source = new Watched(100);
        Dataset data = Dataset.From(source).Batch(2).Prefetch(2);
        Assert.Throws<InvalidDataException>(() =>
            NewModel().Fit(data, new FitOptions { Callbacks = [new LambdaCallback(onBatchEnd: _ => throw new InvalidDataException())] }));
        Assert.Equal(source.Opened, source.Closed);
        using var cancellation = new CancellationTokenSource();
        History history = NewModel().Fit(data, new FitOptions { Callbacks = [new LambdaCallback(onBatchEnd: _ => cancellation.Cancel())] },
            cancellation.Token);
        Assert.Empty(history.Epochs);
        Assert.Equal(source.Opened, source.Closed);
        NewModel().Fit(data, new FitOptions { Epochs = 3, StepsPerEpoch = 7, ValidationData = data, ValidationSteps = 2 });
        NewModel().Evaluate(data, steps: 2);
        NewModel().Predict(data, steps: 2);
        Assert.Equal(source.Opened, source.Closed);
    }

    /// <summary>A source that waits endlessly, like an empty connection, is abandoned when the training is cancelled.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CancellationEndsWaitingForData(bool isPrefetched)
    {
        Dataset data = Dataset.From(Waiting());
        using var cancellation = new CancellationTokenSource();
        Sequential model = NewModel();
        Task<History> training = Task.Run(() => model.Fit(
            isPrefetched ? data.Prefetch() : data, new FitOptions
            {
                BatchSize = 1,
                Callbacks = [new LambdaCallback(onBatchEnd: _ => cancellation.CancelAfter(10))]
            }, cancellation.Token));
        Assert.Empty((await training.WaitAsync(Patience)).Epochs);
        model.Fit(new Tensor([2, 1]), new Tensor([2, 1]));

        static async IAsyncEnumerable<DatasetElement> Waiting([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new DatasetElement(new float[1], new float[1]);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [Fact]
    public void ExceptionsOfTheSourceAreThrownAtTheirPosition()
    {
        int read = 0;
        using IEnumerator<DatasetElement> elements = Dataset.From(Counted(7, () => read++ == 4 ? throw new IOException("gone") : 0)).Prefetch(2).Elements().GetEnumerator();
        for (int i = 0; i < 4; i++)
            Assert.True(elements.MoveNext());
        Assert.Equal("gone", Assert.Throws<IOException>(() => elements.MoveNext()).Message);
    }

    /// <summary>An enumerator that is not disposed is collected, and its thread ends.</summary>
    [Fact]
    public void AForgottenReaderEndsItsThread()
    {
        WeakReference<Thread>[] threads = [.. Enumerable.Range(0, 4).Select(_ => Forget())];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return threads.All(thread => !thread.TryGetTarget(out Thread? target) || !target.IsAlive);
            },
            Patience));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<Thread> Forget()
        {
            Thread? thread = null;
            IEnumerator<DatasetElement> elements = Dataset.From(Counted(100, () =>
                { thread = Thread.CurrentThread; return 0; })).Prefetch(2).Elements().GetEnumerator();
            elements.MoveNext();
            return new WeakReference<Thread>(thread!);
        }
    }

    private static IEnumerable<DatasetElement> Counted(int count, Func<int> onRead)
    {
        for (int i = 0; i < count; i++)
        {
            onRead();
            yield return new DatasetElement(new float[] { i }, new float[1]);
        }
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(1, seed: 2).Dense(1);
        model.Compile("sgd", "mse");
        return model;
    }

    /// <summary>An enumerable that counts the creations and disposals of its enumerators, and records their threads.</summary>
    private sealed class Watched(int count) : IEnumerable<DatasetElement>
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public HashSet<int> Threads { get; } = [];

        public IEnumerator<DatasetElement> GetEnumerator()
        {
            Opened++;
            return Read();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private IEnumerator<DatasetElement> Read()
        {
            try
            {
                for (int i = 0; i < count; i++)
                {
                    lock (Threads)
                        Threads.Add(Environment.CurrentManagedThreadId);
                    yield return new DatasetElement(new float[] { i }, new float[1]);
                }
            }
            finally
            {
                Closed++;
            }
        }
    }
}
