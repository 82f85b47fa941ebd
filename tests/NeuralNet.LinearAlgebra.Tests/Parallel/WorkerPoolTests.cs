using System.Collections.Concurrent;

namespace NeuralNet.LinearAlgebra.Tests;

[Collection(AloneCollection.Name)]
public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Every_part_runs_exactly_once(int degree)
    {
        var pool = new WorkerPool(degree);
        for (int count = 0; count < 100; count++)
        {
            int[] runs = new int[count];
            pool.Run(count, new Counting(runs));
            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    /// <summary>Each part waits until as many parts as threads have begun: a pool with an idle thread would not return.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Every_thread_takes_part(int degree)
    {
        var pool = new WorkerPool(degree);
        using var barrier = new Barrier(degree);
        var threads = new Thread[degree];
        pool.Run(degree, new Meeting(barrier, threads));
        Assert.Distinct(threads);
    }

    /// <summary>
    /// The worker sleeps in its part as if another program had interrupted it; then the caller shares no work for a while.
    /// </summary>
    [Fact]
    public void A_caller_that_waits_for_an_interrupted_worker_works_alone_for_a_while()
    {
        var pool = new WorkerPool(2);
        using var barrier = new Barrier(2);
        int caller = Environment.CurrentManagedThreadId;
        pool.Run(2, new Interrupting(barrier, caller));
        var threads = new ConcurrentBag<int>();
        for (int i = 0; i < 100; i++)
            pool.Run(20, new Noting(threads));
        Assert.All(threads, thread => Assert.Equal(caller, thread));
    }

    [Fact]
    public void Work_that_is_not_shared_runs_on_the_thread_of_the_caller_in_order()
    {
        var indexes = new List<int>();
        new WorkerPool(4).Run(20, new Recording(indexes, Environment.CurrentManagedThreadId), share: false);
        Assert.Equal(Enumerable.Range(0, 20), indexes);
    }

    [Fact]
    public void A_negative_number_of_parts_and_a_degree_out_of_range_are_refused()
    {
        var pool = new WorkerPool(2);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(-1, new Counting([]))).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.DegreeOfParallelism = WorkerPool.MaxDegreeOfParallelism + 1);
        Assert.Equal(2, pool.DegreeOfParallelism);
    }

    [Fact]
    public void A_nested_call_runs_inline_and_does_not_deadlock()
    {
        var pool = new WorkerPool(4);
        int[] runs = new int[64];
        for (int i = 0; i < 200; i++)
            pool.Run(8, new Nesting(pool, runs));
        Assert.All(runs, times => Assert.Equal(200, times));
    }

    [Fact]
    public async Task Concurrent_callers_all_finish()
    {
        var pool = new WorkerPool(3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int[] runs = new int[16];
            for (int i = 0; i < 2000; i++)
                pool.Run(16, new Counting(runs));
            Assert.All(runs, times => Assert.Equal(2000, times));
        })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_pool_goes_on(int degree)
    {
        var pool = new WorkerPool(degree);
        for (int i = 0; i < 100; i++)
            Assert.Equal("part 5", Assert.Throws<InvalidOperationException>(() => pool.Run(10, new Failing(5))).Message);
        int[] runs = new int[10];
        pool.Run(10, new Counting(runs));
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void The_degree_may_grow_and_shrink_between_calls()
    {
        var pool = new WorkerPool(1);
        int[] runs = new int[32];
        for (int i = 0; i < 600; i++)
        {
            pool.DegreeOfParallelism = 1 + (i % 6);
            pool.Run(32, new Counting(runs));
        }

        Assert.All(runs, times => Assert.Equal(600, times));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.DegreeOfParallelism = 0);
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var pool = new WorkerPool(3);
        int[] runs = new int[32];
        Assert.Equal(0, Allocations.Of(() => pool.Run(32, new Counting(runs))));
    }

    /// <summary>A thread that is blocked takes no processor time.</summary>
    [Fact]
    public void Idle_workers_block()
    {
        var pool = new WorkerPool(4);
        using var barrier = new Barrier(4);
        var threads = new Thread[4];
        pool.Run(4, new Meeting(barrier, threads));
        Assert.All(threads.Where(thread => thread != Thread.CurrentThread), worker => Assert.True(
            SpinWait.SpinUntil(() => (worker.ThreadState & ThreadState.WaitSleepJoin) != 0, TimeSpan.FromSeconds(60)), worker.Name));
    }

    private readonly struct Interrupting(Barrier barrier, int caller) : IParallelBody
    {
        public void Run(int index)
        {
            barrier.SignalAndWait();
            if (Environment.CurrentManagedThreadId != caller)
                Thread.Sleep(500);
        }
    }

    private readonly struct Noting(ConcurrentBag<int> threads) : IParallelBody
    {
        public void Run(int index) => threads.Add(Environment.CurrentManagedThreadId);
    }

    private readonly struct Counting(int[] runs) : IParallelBody
    {
        public void Run(int index) => Interlocked.Increment(ref runs[index]);
    }

    private readonly struct Meeting(Barrier barrier, Thread[] threads) : IParallelBody
    {
        public void Run(int index)
        {
            threads[index] = Thread.CurrentThread;
            if (!barrier.SignalAndWait(TimeSpan.FromSeconds(60)))
                throw new TimeoutException("A thread of the pool computes no part.");
        }
    }

    private readonly struct Recording(List<int> indexes, int caller) : IParallelBody
    {
        public void Run(int index)
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            indexes.Add(index);
        }
    }

    private readonly struct Nesting(WorkerPool pool, int[] runs) : IParallelBody
    {
        public void Run(int index) => pool.Run(8, new Inner(runs, index * 8));

        private readonly struct Inner(int[] runs, int offset) : IParallelBody
        {
            public void Run(int index) => Interlocked.Increment(ref runs[offset + index]);
        }
    }

    private readonly struct Failing(int part) : IParallelBody
    {
        public void Run(int index)
        {
            if (index == part)
                throw new InvalidOperationException($"part {part}");
        }
    }
}
