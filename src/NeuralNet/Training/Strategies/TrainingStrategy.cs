namespace NeuralNet;

/// <summary>
/// A way for several processes, the ranks, to train one model together (<see cref="FitOptions.Strategy"/>). Every rank runs the same
/// program: it makes the same model, gives Fit the same data and settings, and a strategy with a rank of its own. Each rank computes a part
/// of the rows of every batch; gradients, losses and metrics are added up over the ranks, so that all ranks make the same update, and their
/// weights stay the same bit by bit. A batch has the rows and the random numbers that it has in one process.
/// </summary>
/// <remarks>
/// <para>
/// To write one, derive and implement the exchange of numbers. All methods but <see cref="Fail"/> are called by every rank in the same
/// order and with the same lengths. A method throws <see cref="RankFailedException"/> when another rank has called <see cref="Fail"/>,
/// before or while it waits.
/// </para>
/// <para>
/// Fit begins with the weights, the optimizer's slots, the seed and the step of rank 0. Callbacks of every rank see the figures of the
/// whole batches. Those that change the model, the learning rate or the end of the training belong on all ranks; those that write files or
/// text, on one. A Stop or a cancellation of one rank ends the training of all after the same step.
/// </para>
/// </remarks>
public abstract class TrainingStrategy
{
    /// <summary>The number of this rank, counted from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of ranks.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The number of values from which on gradients are handed over together, while the backward pass goes on; 2¹⁸ (1 MiB) by default.
    /// </summary>
    public virtual int BucketLength => 1 << 18;

    /// <summary>Replaces the values by those of rank 0.</summary>
    /// <param name="values">The values, as many on every rank.</param>
    public abstract void Broadcast(Span<float> values);

    /// <summary>
    /// Begins to replace a part of the gradients by its sums over all ranks. It may return at once: nobody else touches these values before
    /// <see cref="Complete"/> has returned. The sums have the same bits on every rank.
    /// </summary>
    /// <param name="bucket">The values, as many on every rank.</param>
    public abstract void BeginSum(Memory<float> bucket);

    /// <summary>Waits until all sums that were begun are there.</summary>
    public abstract void Complete();

    /// <summary>Collects bytes of all ranks.</summary>
    /// <param name="own">The bytes of this rank, as many as those of every other.</param>
    /// <param name="all">Receives the bytes of each rank, in the order of the ranks.</param>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>
    /// Tells all other ranks that this one leaves because of an exception, without waiting for them: their methods throw a
    /// <see cref="RankFailedException"/>, those that wait for this rank at once. It does not throw.
    /// </summary>
    /// <param name="reason">The exception.</param>
    public abstract void Fail(Exception reason);
}
