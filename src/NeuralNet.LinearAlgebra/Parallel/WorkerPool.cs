using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Threads that wait for short pieces of work and share them with the caller. Handing work over allocates nothing and takes
/// well under a microsecond while the workers are still watching; after a tenth of a millisecond without work they block.
/// </summary>
/// <remarks>
/// One caller owns the pool at a time. Whoever finds it busy, a worker's own nested call included, does its work alone: no call
/// ever waits for another, so none can deadlock. A worker that wakes late simply finds the job closed, so nobody waits for it.
/// Every thread begins with its own share of the parts, the same at every call, so that it finds its data in its own cache; then
/// it helps the others with theirs.
/// </remarks>
internal sealed class WorkerPool
{
    // The state word: the job's number, whether workers may still join it, and how many have joined and not yet left.
    private const long ActiveMask = 0xFFFF_FFFF;
    private const long OpenFlag = 1L << 32;
    private const long NextJob = 1L << 33;

    private static readonly long SpinTicks = Stopwatch.Frequency / 1_000_000 * 100;

    private readonly Lock growing = new();
    private readonly object sleeping = new();
    private int sleepers;
    private int started;
    private int degree;
    private int busy;

    private long state;
    private Job job;
    private PaddedCounter[] claimed = [];
    private ExceptionDispatchInfo? failure;

    /// <summary>Creates a pool whose calls run on up to <paramref name="degreeOfParallelism"/> threads, the caller included.</summary>
    public WorkerPool(int degreeOfParallelism) => DegreeOfParallelism = degreeOfParallelism;

    /// <summary>The pool of the process.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>How many threads share a call, the caller included. One runs everything on the caller's thread.</summary>
    public int DegreeOfParallelism
    {
        get => Volatile.Read(ref degree);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref degree, value);
        }
    }

    /// <summary>
    /// Runs parts 0 to <paramref name="count"/> - 1 of <paramref name="body"/> and returns when all are done. The first exception
    /// a part throws reaches the caller; parts not yet begun are then skipped.
    /// </summary>
    public void Run<TBody>(int count, in TBody body)
        where TBody : struct, IParallelBody
    {
        TBody local = body;
        int threads = DegreeOfParallelism;
        if (count <= 1 || threads == 1 || Interlocked.Exchange(ref busy, 1) != 0)
        {
            for (int i = 0; i < count; i++)
                local.Run(i);
            return;
        }

        try
        {
            Share(count, threads, ref local);
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    private unsafe void Share<TBody>(int count, int threads, ref TBody body)
        where TBody : struct, IParallelBody
    {
        // The body lies on the caller's stack, where it stays until the job is closed and every worker has left it.
        EnsureStarted(threads - 1);
        job = new Job(&RunPart<TBody>, Unsafe.AsPointer(ref body), count, threads);
        for (int share = 0; share < threads; share++)
            claimed[share].Value = job.Start(share);
        Open();
        try
        {
            Wake(Math.Min(threads, count) - 1, threads - 1);
            TakeParts(0);
        }
        finally
        {
            Close();
        }

        if (failure is { } thrown)
        {
            failure = null;
            thrown.Throw();
        }
    }

    private static unsafe void RunPart<TBody>(void* body, int index)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(index);

    private unsafe void TakeParts(int ownShare)
    {
        Job current = job;
        try
        {
            for (int offset = 0; offset < current.Shares; offset++)
            {
                int share = (ownShare + offset) % current.Shares;
                int end = current.Start(share + 1);
                ref int next = ref claimed[share].Value;
                while (Volatile.Read(ref next) < end && Interlocked.Increment(ref next) - 1 is int part && part < end)
                    current.Run(current.Body, part);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            for (int share = 0; share < current.Shares; share++)
                Volatile.Write(ref claimed[share].Value, current.Count);
        }
    }

    private void Open() => Interlocked.Exchange(ref state, (Volatile.Read(ref state) & ~OpenFlag) + (NextJob | OpenFlag));

    private void Close()
    {
        if ((Interlocked.And(ref state, ~OpenFlag) & ActiveMask) == 0)
            return;

        long start = Stopwatch.GetTimestamp();
        while ((Volatile.Read(ref state) & ActiveMask) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
                Thread.SpinWait(1);
            else
                Thread.Yield();
        }
    }

    private void EnsureStarted(int workers)
    {
        if (started >= workers)
            return;
        lock (growing)
        {
            claimed = new PaddedCounter[workers + 1];
            for (; started < workers; started++)
            {
                int index = started;
                new Thread(() => Work(index)) { IsBackground = true, Name = $"NeuralNet worker {index + 1}" }.Start();
            }
        }
    }

    private void Work(int index)
    {
        long seen = 0;
        while (true)
        {
            seen = WaitForJob(seen);
            if (index < DegreeOfParallelism - 1 && TryJoin())
            {
                TakeParts(index + 1);
                Interlocked.Decrement(ref state);
            }
        }
    }

    private bool TryJoin()
    {
        long current = Volatile.Read(ref state);
        while ((current & OpenFlag) != 0)
        {
            long found = Interlocked.CompareExchange(ref state, current + 1, current);
            if (found == current)
                return true;
            current = found;
        }

        return false;
    }

    /// <summary>Returns when a job other than number <paramref name="seen"/> has been opened; gives its number.</summary>
    private long WaitForJob(long seen)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if (JobNumber() != seen)
                    return JobNumber();
                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetTimestamp() - start < SpinTicks);

        lock (sleeping)
        {
            // Announced before looking again, as the caller publishes the job before it looks for sleepers: one of the two sees.
            Interlocked.Increment(ref sleepers);
            while (JobNumber() == seen)
                Monitor.Wait(sleeping);
            Interlocked.Decrement(ref sleepers);
        }

        return JobNumber();
    }

    private long JobNumber() => Volatile.Read(ref state) & ~(NextJob - 1);

    private void Wake(int helpers, int workers)
    {
        if (Volatile.Read(ref sleepers) == 0)
            return;
        lock (sleeping)
        {
            // After the degree has been lowered, one wake-up could hit a worker that may not help: then all are woken.
            if (helpers >= sleepers || started > workers)
            {
                Monitor.PulseAll(sleeping);
                return;
            }

            for (int i = 0; i < helpers; i++)
                Monitor.Pulse(sleeping);
        }
    }

    private readonly unsafe struct Job(delegate*<void*, int, void> run, void* body, int count, int shares)
    {
        public readonly delegate*<void*, int, void> Run = run;
        public readonly void* Body = body;
        public readonly int Count = count;
        public readonly int Shares = shares;

        /// <summary>The first part of a thread's share.</summary>
        public int Start(int share) => (int)((long)Count * share / Shares);
    }
}
