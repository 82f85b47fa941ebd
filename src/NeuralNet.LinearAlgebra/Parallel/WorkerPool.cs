using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Threads that compute the parts of short pieces of work together with the caller. A call allocates nothing, and its hand-over takes well
/// under a microsecond while the workers are still watching; after a tenth of a millisecond without work they block.
/// </summary>
/// <remarks>
/// <para>One caller owns the pool at a time. A caller that finds the pool busy, such as a nested call of a worker, computes its work alone:
/// no call waits for another one, so that calls cannot deadlock. A worker that wakes late finds the job closed, so that no call waits for
/// the worker. A caller that has often waited for workers that other programs interrupt computes its work alone for a while
/// (<see cref="WaitBudget"/>).</para>
/// <para>Every thread begins with its own contiguous share of the parts, which is the same at every call, so that it finds its data in its
/// own cache. Then it computes parts from the shares of the other threads.</para>
/// </remarks>
public sealed class WorkerPool
{
    /// <summary>The maximum of <see cref="DegreeOfParallelism"/>: 1024.</summary>
    public const int MaxDegreeOfParallelism = 1024;

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
    private WaitBudget waits;

    /// <summary>Creates a pool whose calls run on up to <paramref name="degreeOfParallelism"/> threads, the caller included.</summary>
    /// <remarks>The threads of a pool live as long as the process, so that only the library itself creates pools.</remarks>
    internal WorkerPool(int degreeOfParallelism) => DegreeOfParallelism = degreeOfParallelism;

    /// <summary>The pool of the process, which computes the products of <see cref="SimdLinearAlgebraProvider"/>.</summary>
    public static WorkerPool Shared { get; } = new(Math.Min(Environment.ProcessorCount, MaxDegreeOfParallelism));

    /// <summary>
    /// The maximum number of threads that compute a piece of work, the caller included; the number of processors unless set. With 1, every
    /// part runs on the thread of the caller.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or greater than 1024.</exception>
    public int DegreeOfParallelism
    {
        get => Volatile.Read(ref degree);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxDegreeOfParallelism);
            Volatile.Write(ref degree, value);
        }
    }

    /// <summary>
    /// Runs parts 0 to <paramref name="count"/> - 1 of <paramref name="body"/> and returns when all parts are complete. The first exception
    /// of a part reaches the caller; parts that have not begun by then are skipped.
    /// </summary>
    /// <typeparam name="TBody">The work: a struct that computes a part by its index.</typeparam>
    /// <param name="count">The number of parts; 0 does nothing.</param>
    /// <param name="body">The work. It is copied once, and all threads share the copy.</param>
    /// <param name="share">
    /// Whether other threads may compute parts; false runs all parts on the thread of the caller, in order, for work that is too short to
    /// repay the hand-over.
    /// </param>
    /// <param name="hasLongParts">
    /// Whether a part takes many milliseconds, so that other threads compute parts even where other programs interrupt them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void Run<TBody>(int count, in TBody body, bool share = true, bool hasLongParts = false)
        where TBody : struct, IParallelBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        TBody local = body;
        int threads = DegreeOfParallelism;
        if (!share || count <= 1 || threads == 1 || (!hasLongParts && WorksAlone()) || Interlocked.Exchange(ref busy, 1) != 0)
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

    private bool WorksAlone() => waits.MayBeSpent && waits.IsSpent(Stopwatch.GetTimestamp());

    private unsafe void Share<TBody>(int count, int threads, ref TBody body)
        where TBody : struct, IParallelBody
    {
        // The body lies on the caller's stack, where it stays until the job is closed and every worker has left it.
        EnsureStarted(threads - 1);
        job = new Job(&RunPart<TBody>, Unsafe.AsPointer(ref body), count, threads);
        for (int share = 0; share < threads; share++)
            claimed[share].Value = job.Start(share);
        Open();
        long start = Stopwatch.GetTimestamp();
        int parts = 0;
        try
        {
            Wake(Math.Min(threads, count) - 1, threads - 1);
            parts = TakeParts(0);
        }
        finally
        {
            long end = Stopwatch.GetTimestamp();
            long closed = Close(end);
            waits.Spend(closed, closed - end, end - start, parts);
        }

        if (failure is { } thrown)
        {
            failure = null;
            thrown.Throw();
        }
    }

    /// <summary>The index of the first part of a thread's share, which ends where the next share starts.</summary>
    internal static int ShareStart(int count, int share, int shares) => (int)((long)count * share / shares);

    private static unsafe void RunPart<TBody>(void* body, int index)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(index);

    /// <summary>Computes parts until none is left, and returns their number.</summary>
    private unsafe int TakeParts(int ownShare)
    {
        Job current = job;
        int parts = 0;
        try
        {
            for (int offset = 0; offset < current.Shares; offset++)
            {
                int share = (ownShare + offset) % current.Shares;
                int end = current.Start(share + 1);
                ref int next = ref claimed[share].Value;
                while (Volatile.Read(ref next) < end && Interlocked.Increment(ref next) - 1 is int part && part < end)
                {
                    current.Run(current.Body, part);
                    parts++;
                }
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            for (int share = 0; share < current.Shares; share++)
                Volatile.Write(ref claimed[share].Value, current.Count);
        }

        return parts;
    }

    private void Open() => Interlocked.Exchange(ref state, (Volatile.Read(ref state) & ~OpenFlag) + (NextJob | OpenFlag));

    /// <summary>
    /// Ends the job, waits from <paramref name="start"/> for the workers that compute a part of it, and returns the time.
    /// </summary>
    private long Close(long start)
    {
        long now = start;
        if ((Interlocked.And(ref state, ~OpenFlag) & ActiveMask) == 0)
            return now;

        while ((Volatile.Read(ref state) & ActiveMask) != 0)
        {
            if (now - start < SpinTicks)
                Thread.SpinWait(1);
            else
                Thread.Yield();
            now = Stopwatch.GetTimestamp();
        }

        return now;
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

    /// <summary>Waits until a job other than number <paramref name="seen"/> is opened, and returns its number.</summary>
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
        public int Start(int share) => ShareStart(Count, share, Shares);
    }
}
