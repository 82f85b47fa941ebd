using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// Data-parallel training over MPI: every process computes a part of the rows of each batch, and gradients, losses and metrics are summed
/// over the processes. The model is the same as with one process, except for rounding, and the same bits on all processes, with any
/// implementation of MPI and any placement of the processes.
/// </summary>
/// <remarks>
/// <para>
/// Gradients are exchanged in buckets by a thread of their own while the backward pass continues. Each process adds one slice of a bucket:
/// the slices of neighbouring ranks first, then neighbouring sums.
/// </para>
/// <para>
/// Processes that do different things, such as training different models, end with an <see cref="MpiException"/> or an
/// <see cref="InvalidOperationException"/> that states the difference. If a process throws an exception in Fit, the others throw a
/// <see cref="RankFailedException"/>. A process that is silent for longer than <see cref="MpiWorld.Deadline"/> ends the job.
/// </para>
/// </remarks>
public sealed class DataParallel : TrainingStrategy
{
    /// <summary>The number of groups of rows in a batch, for the same bits with 1, 2 and 4 processes.</summary>
    private const int Groups = 4;

    private readonly MpiWorld world;
    private readonly int groups = 1;

    /// <summary>Creates the strategy.</summary>
    /// <param name="world">The processes.</param>
    /// <param name="bucketLength">
    /// The minimum number of gradient values that are exchanged together; 2²⁰ (4 MiB) by default. Larger buckets need fewer messages,
    /// smaller ones are sent earlier in the backward pass.
    /// </param>
    /// <param name="deterministic">
    /// A value indicating whether 1, 2 and 4 processes compute the same bits; false by default. Each batch is then divided into four groups
    /// of rows, whatever the number of processes, and gradients, losses, metrics and statistics of the groups are added in a fixed tree. A
    /// process computes its groups at the same time on threads of their own, each with its own memory for values and gradients.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">bucketLength is less than 1.</exception>
    /// <exception cref="ArgumentException">deterministic is true, and there are not 1, 2 or 4 processes.</exception>
    public DataParallel(MpiWorld world, int bucketLength = 1 << 20, bool deterministic = false)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(bucketLength, 1);
        this.world = world;
        BucketLength = bucketLength;
        if (!deterministic)
            return;
        if (Groups % world.Size != 0)
            throw new ArgumentException(FormattableString.Invariant($"Deterministic training divides each batch into {Groups} groups of ")
                + FormattableString.Invariant($"rows, so it needs 1, 2 or 4 processes; there are {world.Size}."), nameof(deterministic));
        groups = Groups / world.Size;
    }

    /// <inheritdoc/>
    public override int Rank => world.Rank;

    /// <inheritdoc/>
    public override int Count => world.Size;

    /// <inheritdoc/>
    public override int BucketLength { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TrainingStrategy> Parts =>
        groups == 1 ? [this] : new RowGroups(world, groups, BucketLength).Strategies;

    /// <inheritdoc/>
    public override void Broadcast(Span<float> values) => world.Broadcast(MemoryMarshal.AsBytes(values));

    /// <inheritdoc/>
    public override void BeginSum(Memory<float> bucket, string subject)
    {
        if (Count > 1)
            world.GradientSums.Begin(bucket, subject);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (Count > 1)
            world.GradientSums.Complete();
    }

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all) => world.Gather(own, all, "figures and decisions");

    /// <inheritdoc/>
    public override void Fail(Exception reason) => world.Fail(reason);
}
