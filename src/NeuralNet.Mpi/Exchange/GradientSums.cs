using System.Buffers;
using System.Runtime.ExceptionServices;

namespace NeuralNet.Mpi;

/// <summary>
/// Sums gradients over all ranks on a thread of its own, bucket after bucket, while the backward pass continues. Each rank receives its
/// slice of the bucket from every rank, adds the slices (<see cref="PairwiseSum"/>), and sends the sums to every rank. So a rank sends and
/// receives as many bytes as in a ring, and the bits do not depend on MPI or on the placement of the ranks.
/// </summary>
internal sealed unsafe class GradientSums
{
    /// <summary>The maximum number of values that are summed at once: MPI counts bytes with 32 bits.</summary>
    private const int MaxLength = 1 << 28;

    private readonly int rank, size;
    private readonly PeerExchange exchange;
    private readonly NativeBuffer staging = new();
    private readonly Queue<(Memory<float> Values, string Subject)> queue = new();
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;
    private int pending, bucket;
    private long step;
    private bool isEnded;

    public GradientSums(MpiWorld world, PeerExchange exchange)
    {
        (rank, size) = (world.Rank, world.Size);
        this.exchange = exchange;
        thread = new Thread(Run) { IsBackground = true, Name = "NeuralNet.Mpi" };
        thread.Start();
    }

    /// <summary>Begins to sum values, which nobody else may use until <see cref="Complete"/> has returned.</summary>
    public void Begin(Memory<float> values, string subject)
    {
        lock (queue)
        {
            queue.Enqueue((values, subject));
            pending++;
            Monitor.PulseAll(queue);
        }
    }

    /// <summary>Waits for all sums.</summary>
    public void Complete()
    {
        lock (queue)
        {
            while (pending > 0 && failure is null)
                Monitor.Wait(queue);
            failure?.Throw();
            bucket = 0;
            step++;
        }
    }

    /// <summary>Ends the thread, unless it is waiting for another rank.</summary>
    public void End()
    {
        lock (queue)
        {
            isEnded = true;
            Monitor.PulseAll(queue);
        }

        thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        while (TryNext(out (Memory<float> Values, string Subject) next))
        {
            try
            {
                Sum(next.Values, next.Subject);
            }
            catch (Exception exception)
            {
                Report(ExceptionDispatchInfo.Capture(exception));
                return;
            }

            Report(null);
        }
    }

    private bool TryNext(out (Memory<float> Values, string Subject) next)
    {
        lock (queue)
        {
            while (queue.Count == 0 && !isEnded)
                Monitor.Wait(queue);
            return queue.TryDequeue(out next) && !isEnded;
        }
    }

    /// <summary>Reports the end of a sum to the thread that waits for it.</summary>
    private void Report(ExceptionDispatchInfo? exception)
    {
        lock (queue)
        {
            failure = exception;
            pending--;
            Monitor.PulseAll(queue);
        }
    }

    private void Sum(Memory<float> values, string subject)
    {
        for (int start = 0; start < values.Length; start += MaxLength)
        {
            Memory<float> part = values.Slice(start, Math.Min(MaxLength, values.Length - start));

            // After an exception, MPI may still write to the values, so they are only unpinned after success.
            MemoryHandle pin = part.Pin();
            Sum((float*)pin.Pointer, part.Length, subject);
            pin.Dispose();
            bucket++;
        }
    }

    private void Sum(float* values, int length, string subject)
    {
        (int ownStart, int ownLength) = SliceOf(rank, length);
        float* parts = (float*)staging.OfLength((long)size * ownLength * sizeof(float));
        exchange.Begin(Header(ExchangeKind.Parts, length), subject);
        for (int i = 1; i < size; i++)
        {
            int other = (rank + i) % size;
            exchange.Receive(other, (byte*)(parts + (long)other * ownLength), ownLength * sizeof(float));
        }

        for (int i = 1; i < size; i++)
        {
            int other = (rank + i) % size;
            (int start, int count) = SliceOf(other, length);
            exchange.Send(other, (byte*)(values + start), count * sizeof(float));
        }

        exchange.Complete();
        var own = new Span<float>(values + ownStart, ownLength);
        own.CopyTo(PartOf(rank));
        PairwiseSum.Add(size, PartOf);
        PartOf(0).CopyTo(own);
        exchange.Begin(Header(ExchangeKind.Sums, length), subject);
        for (int i = 1; i < size; i++)
        {
            int other = (rank + i) % size;
            (int start, int count) = SliceOf(other, length);
            exchange.Receive(other, (byte*)(values + start), count * sizeof(float));
        }

        for (int i = 1; i < size; i++)
            exchange.Send((rank + i) % size, (byte*)(values + ownStart), ownLength * sizeof(float));
        exchange.Complete();

        Span<float> PartOf(int other) => new(parts + (long)other * ownLength, ownLength);
    }

    private ExchangeHeader Header(ExchangeKind kind, int length) => new(kind, bucket, step, (long)length * sizeof(float));

    /// <summary>Returns the slice of the values that a rank adds.</summary>
    private (int Start, int Length) SliceOf(int other, int length)
    {
        int start = (int)((long)length * other / size), end = (int)((long)length * (other + 1) / size);
        return (start, end - start);
    }
}
