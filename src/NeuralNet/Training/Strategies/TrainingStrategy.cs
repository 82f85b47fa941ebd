namespace NeuralNet;

/// <summary>
/// A strategy by which several processes, the ranks, train one model together (<see cref="FitOptions.Strategy"/>). Every rank runs the same
/// program, which creates the same model and calls Fit with the same data and settings, and with a strategy that has the number of the
/// rank. Each rank computes a part of the rows of every batch; gradients, losses and metrics are summed over the ranks, so that all ranks
/// make the same update and their weights remain the same, bit by bit. A batch has the same rows and the same random numbers as in a single
/// process.
/// </summary>
/// <remarks>
/// <para>
/// A derived class implements the exchange of numbers. Every rank calls all methods but <see cref="Fail"/> in the same order and with the
/// same lengths. A method throws <see cref="RankFailedException"/> when another rank has called <see cref="Fail"/>, before or during the
/// call.
/// </para>
/// <para>
/// Fit begins with the weights, the optimizer's slots, the seed and the step of rank 0. Callbacks of every rank see the figures of the
/// whole batches. Callbacks that change the model or the learning rate or end the training run on all ranks; those that write files, the
/// progress bar and warnings on rank 0 (<see cref="Callback.RunsOnFirstRankOnly"/>). A Stop or a cancellation on one rank ends the training
/// of all ranks after the same step.
/// </para>
/// </remarks>
public abstract class TrainingStrategy
{
    /// <summary>The number of this rank, counted from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of ranks.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The minimum number of gradient values that are exchanged together during the backward pass; 2¹⁸ (1 MiB) by default.
    /// </summary>
    public virtual int BucketLength => 1 << 18;

    /// <summary>
    /// The strategies by which this process computes several parts of each batch at the same time, each on its own thread and with its own
    /// rank among those of all processes; only this strategy by default. With as many parts in all, any number of processes computes the
    /// same sums. The data set is read once for each part, at the same time; callbacks are called for the first part. Fit, Evaluate and
    /// Predict read the property once; parts that fail are not used again.
    /// </summary>
    public virtual IReadOnlyList<TrainingStrategy> Parts => [this];

    /// <summary>Replaces the values by those of rank 0.</summary>
    /// <param name="values">The values, as many on every rank.</param>
    public abstract void Broadcast(Span<float> values);

    /// <summary>
    /// Begins to replace a part of the gradients by its sums over all ranks. The method may return before the sums are complete: no other
    /// code accesses these values until <see cref="Complete"/> has returned. The sums have the same bits on every rank.
    /// </summary>
    /// <param name="bucket">The values, as many on every rank.</param>
    /// <param name="subject">The name of the gradients for messages: <c>"the gradients of 'dense/kernel' to 'dense/bias'"</c>.</param>
    public abstract void BeginSum(Memory<float> bucket, string subject);

    /// <summary>Waits until all sums that were begun are complete.</summary>
    public abstract void Complete();

    /// <summary>Collects bytes of all ranks.</summary>
    /// <param name="own">The bytes of this rank, as many as those of every other.</param>
    /// <param name="all">Receives the bytes of each rank, in the order of the ranks.</param>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>
    /// Notifies all other ranks that this rank leaves because of an exception, without waiting for them: their methods throw a
    /// <see cref="RankFailedException"/>, immediately if they are waiting for this rank. This method does not throw.
    /// </summary>
    /// <param name="reason">The exception.</param>
    public abstract void Fail(Exception reason);
}
