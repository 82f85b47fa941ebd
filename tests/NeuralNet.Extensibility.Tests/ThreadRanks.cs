using System.Runtime.InteropServices;
using NeuralNet;

namespace Extensions.Tests;

/// <summary>Ranks that are threads of one process: each has a strategy, and they exchange numbers through memory.</summary>
internal sealed class ThreadRanks(int count)
{
    private readonly object gate = new();
    private RankFailedException? failure;
    private int buckets;

    public int Count => count;

    /// <summary>The number of parts of the gradients that were exchanged, on all ranks.</summary>
    public int Buckets => buckets;

    /// <summary>Runs an action on a thread for each rank, and returns the exception of each, or null.</summary>
    public static Exception?[] Run(int count, Action<TrainingStrategy> action)
    {
        var ranks = new ThreadRanks(count);
        return ranks.Run(action);
    }

    public Exception?[] Run(Action<TrainingStrategy> action)
    {
        var exceptions = new Exception?[count];
        Meeting numbers = new(this), gradients = new(this);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                action(new Strategy(this, rank, numbers, gradients));
            }
            catch (Exception exception)
            {
                exceptions[rank] = exception;
            }
        }) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "A rank waits for ever.");
        return exceptions;
    }

    private void Fail(RankFailedException exception)
    {
        lock (gate)
        {
            failure ??= exception;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The synchronization of all ranks, once in each round.</summary>
    private sealed class Meeting(ThreadRanks ranks)
    {
        private byte[][] arriving = new byte[ranks.Count][], complete = [];
        private int arrived;
        private long round;

        public byte[][] Exchange(int rank, byte[] own)
        {
            lock (ranks.gate)
            {
                if (ranks.failure is not null)
                    throw Failure();
                long mine = round;
                arriving[rank] = own;
                if (++arrived == ranks.Count)
                {
                    (complete, arriving, arrived) = (arriving, new byte[ranks.Count][], 0);
                    round++;
                    Monitor.PulseAll(ranks.gate);
                }

                while (round == mine)
                {
                    if (ranks.failure is not null)
                        throw Failure();
                    Monitor.Wait(ranks.gate);
                }

                return complete;
            }
        }

        private RankFailedException Failure() => ranks.failure!;
    }

    private sealed class Strategy(ThreadRanks ranks, int rank, Meeting numbers, Meeting gradients) : TrainingStrategy
    {
        private Task pending = Task.CompletedTask;

        public override int Rank => rank;

        public override int Count => ranks.Count;

        public override int BucketLength => 32;

        public override void Broadcast(Span<float> values) =>
            numbers.Exchange(rank, MemoryMarshal.AsBytes(values).ToArray())[0].CopyTo(MemoryMarshal.AsBytes(values));

        /// <summary>Starts the sum on a thread of the pool, while the backward pass continues.</summary>
        public override void BeginSum(Memory<float> bucket, string subject)
        {
            Interlocked.Increment(ref ranks.buckets);
            pending = pending.ContinueWith(
                before =>
                {
                    before.GetAwaiter().GetResult();
                    Sum(bucket.Span);
                }, TaskScheduler.Default);
        }

        public override void Complete() => pending.GetAwaiter().GetResult();

        public override void Gather(ReadOnlySpan<byte> own, Span<byte> all)
        {
            byte[][] parts = numbers.Exchange(rank, own.ToArray());
            for (int i = 0; i < parts.Length; i++)
                parts[i].CopyTo(all[(i * own.Length)..]);
        }

        public override void Fail(Exception reason) => ranks.Fail(new RankFailedException(rank, reason.Message));

        private void Sum(Span<float> values)
        {
            byte[][] parts = gradients.Exchange(rank, MemoryMarshal.AsBytes(values).ToArray());
            values.Clear();
            foreach (byte[] part in parts)
            {
                ReadOnlySpan<float> others = MemoryMarshal.Cast<byte, float>(part);
                for (int i = 0; i < values.Length; i++)
                    values[i] += others[i];
            }
        }
    }
}
