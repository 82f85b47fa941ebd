using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// The groups of rows of each batch that one process computes, each on a thread of its own and with its own rank. With as many groups in
/// all, every number of processes computes the same sums: those of groups are added in a fixed tree, first within a process.
/// </summary>
internal sealed class RowGroups
{
    private readonly MpiWorld world;
    private readonly int count;
    private readonly Meeting numbers, completion;
    private readonly List<Bucket> buckets = [];
    private readonly int[] begun;
    private byte[] own = [], all = [];
    private RankFailedException? failure;

    /// <param name="world">The processes.</param>
    /// <param name="count">The number of groups of this process.</param>
    /// <param name="bucketLength">The minimum number of gradient values that are exchanged together.</param>
    public RowGroups(MpiWorld world, int count, int bucketLength)
    {
        this.world = world;
        this.count = count;
        numbers = new Meeting(this);
        completion = new Meeting(this);
        begun = new int[count];
        Strategies = [.. Enumerable.Range(0, count).Select(index => new Group(this, index, bucketLength))];
    }

    /// <summary>The strategies of the groups.</summary>
    public IReadOnlyList<TrainingStrategy> Strategies { get; }

    private void Broadcast(int group, Span<float> values)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (group == 0)
        {
            world.Broadcast(bytes);
            Resize(ref all, bytes.Length);
            bytes.CopyTo(all);
        }

        numbers.Meet();
        all.AsSpan(0, bytes.Length).CopyTo(bytes);
        numbers.Meet();
    }

    private void Gather(int group, ReadOnlySpan<byte> values, Span<byte> target)
    {
        lock (numbers)
            Resize(ref own, values.Length * count);
        numbers.Meet();
        values.CopyTo(own.AsSpan(group * values.Length));
        int length = values.Length;
        numbers.Meet(() =>
        {
            Resize(ref all, length * count * world.Size);
            world.Gather(own.AsSpan(0, length * count), all.AsSpan(0, length * count * world.Size), "figures and decisions");
        });
        all.AsSpan(0, target.Length).CopyTo(target);
        numbers.Meet();
    }

    /// <summary>Begins the sum of a bucket when the last group has passed its gradients.</summary>
    private void BeginSum(int group, Memory<float> values, string subject)
    {
        lock (buckets)
        {
            int index = begun[group]++;
            if (index == buckets.Count)
                buckets.Add(new Bucket(new Memory<float>[count]));
            Bucket bucket = buckets[index];
            bucket.Parts[group] = values;
            if (++bucket.Arrived < count)
                return;
            PairwiseSum.Add(count, part => bucket.Parts[part].Span);
            if (world.Size > 1)
                world.GradientSums.Begin(bucket.Parts[0], subject);
        }
    }

    /// <summary>Waits for all sums and copies them to the gradients of each group.</summary>
    private void Complete(int group)
    {
        completion.Meet(() =>
        {
            if (world.Size > 1)
                world.GradientSums.Complete();
        });
        for (int i = 0; i < begun[group] && group > 0; i++)
            buckets[i].Parts[0].CopyTo(buckets[i].Parts[group]);
        completion.Meet(() =>
        {
            begun.AsSpan().Clear();
            foreach (Bucket bucket in buckets)
                bucket.Arrived = 0;
        });
    }

    private void Fail(int rank, Exception reason)
    {
        world.Fail(reason);
        failure ??= reason as RankFailedException ?? new RankFailedException(rank, reason.Message);
        numbers.Wake();
        completion.Wake();
    }

    private static void Resize(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[length];
    }

    /// <summary>The gradients of all groups that are summed together.</summary>
    private sealed record Bucket(Memory<float>[] Parts)
    {
        /// <summary>The number of groups that have passed their gradients.</summary>
        public int Arrived { get; set; }
    }

    /// <summary>The synchronization of the groups of this process.</summary>
    private sealed class Meeting(RowGroups groups)
    {
        private readonly object gate = new();
        private int arrived;
        private long round;

        /// <summary>Waits for all groups; the last one runs an action before they continue.</summary>
        /// <exception cref="RankFailedException">Another group has failed.</exception>
        public void Meet(Action? action = null)
        {
            lock (gate)
            {
                ThrowIfFailed();
                if (++arrived == groups.count)
                {
                    action?.Invoke();
                    (arrived, round) = (0, round + 1);
                    Monitor.PulseAll(gate);
                    return;
                }

                for (long own = round; round == own; Monitor.Wait(gate))
                    ThrowIfFailed();
            }
        }

        /// <summary>Lets groups that wait see a failure.</summary>
        public void Wake()
        {
            lock (gate)
                Monitor.PulseAll(gate);
        }

        private void ThrowIfFailed()
        {
            if (groups.failure is { } failure)
                throw failure;
        }
    }

    private sealed class Group(RowGroups groups, int index, int bucketLength) : TrainingStrategy
    {
        public override int Rank => groups.world.Rank * groups.count + index;

        public override int Count => groups.world.Size * groups.count;

        public override int BucketLength => bucketLength;

        public override void Broadcast(Span<float> values) => groups.Broadcast(index, values);

        public override void BeginSum(Memory<float> bucket, string subject) => groups.BeginSum(index, bucket, subject);

        public override void Complete() => groups.Complete(index);

        public override void Gather(ReadOnlySpan<byte> own, Span<byte> all) => groups.Gather(index, own, all);

        public override void Fail(Exception reason) => groups.Fail(Rank, reason);
    }
}
