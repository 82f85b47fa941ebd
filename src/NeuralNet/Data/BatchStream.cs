using System.Globalization;

namespace NeuralNet;

/// <summary>The batches of a data set, pass after pass, and the position of the reader.</summary>
internal sealed class BatchStream : IDisposable
{
    /// <summary>The number of batches after which an epoch of unknown length counts as endless.</summary>
    public const int MaxBatches = 1_000_000;

    private readonly Dataset data;
    private readonly DataNames names;
    private readonly bool isLimited;
    private readonly CancellationToken cancellationToken;
    private DatasetReader? reader;
    private DatasetElement next;
    private bool hasNext, isAtEnd, wasRead;
    private (int Seed, long Number) pass;
    private int position;
    private int? foundCount;

    /// <summary>Creates a stream, which reads nothing yet.</summary>
    /// <param name="data">The data set, whose elements are batches.</param>
    /// <param name="names">The names that the caller knows the data by.</param>
    /// <param name="isLimited">Whether a pass of data that do not state their number must end within <see cref="MaxBatches"/>.</param>
    /// <param name="cancellationToken">Ends waiting for data.</param>
    public BatchStream(Dataset data, DataNames names, bool isLimited, CancellationToken cancellationToken)
    {
        this.data = data;
        this.names = names;
        this.isLimited = isLimited && data.Count is null;
        this.cancellationToken = cancellationToken;
    }

    /// <summary>
    /// The number of batches of a pass: the number that the data state, or that of the last pass; null if it is not known.
    /// </summary>
    public int? Count => data.Count is long count ? (int)Math.Min(count, int.MaxValue) : foundCount;

    /// <summary>The index of the next batch of the pass.</summary>
    public int Position => position;

    /// <summary>Moves to a batch of a pass, unless the stream is there already.</summary>
    /// <exception cref="InvalidOperationException">The pass has fewer batches, or cannot be read.</exception>
    public void Begin(int seed, long number, int batch)
    {
        if ((reader is not null || isAtEnd) && pass == (seed, number) && position == batch)
            return;
        Close();
        (pass, position, isAtEnd) = ((seed, number), 0, false);
        try
        {
            reader = data.Open(new DatasetPass(seed, number, cancellationToken));
            position = batch == 0 ? 0 : (int)reader.Skip(batch);
        }
        catch (Exception exception) when (!IsCancellation(exception))
        {
            throw Unreadable(exception);
        }

        if (position < batch)
            throw new InvalidOperationException($"Training goes on from batch {batch + 1} of the {Description}, which has "
                + $"{Counted.Of(position, "batch")} only. A training that is resumed needs the data that it began with.");
    }

    /// <summary>Returns whether the pass has another batch, which is then read.</summary>
    public bool HasNext()
    {
        if (hasNext || isAtEnd)
            return hasNext;
        try
        {
            hasNext = reader!.TryRead(out next);
        }
        catch (Exception exception) when (!IsCancellation(exception))
        {
            throw Unreadable(exception);
        }

        if (!hasNext)
            End();
        else if (isLimited && position == MaxBatches)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"The {Description} gave {MaxBatches} batches and has not "
                + $"come to its end. If it never ends, give {names.Steps}; if it does, let its Count say how many there are."));
        return hasNext;
    }

    /// <summary>Returns the next batch without advancing.</summary>
    public DatasetElement Peek() => HasNext() ? next : throw NothingRead();

    /// <summary>Reads the next batch; returns false at the end of the pass.</summary>
    public bool TryRead(out DatasetElement batch)
    {
        bool isRead = HasNext();
        (batch, next, hasNext) = (next, default, false);
        if (isRead && ++position > foundCount)
            foundCount = null;
        return isRead;
    }

    /// <summary>Recycles a batch that is no longer needed.</summary>
    public void Recycle(in DatasetElement batch) => reader?.Recycle(batch);

    public void Dispose() => Close();

    /// <summary>Creates an error about the batch that was read, or peeked at, last.</summary>
    public ArgumentException Wrong(ArgumentException cause) =>
        new($"Batch {(hasNext ? position + 1 : position)} of the {Description}: {MessageOf(cause)}", names.Data, cause);

    /// <summary>Creates an error about a pass without elements.</summary>
    public Exception NothingRead() => wasRead
        ? new InvalidOperationException($"The {Description} came to nothing when it was read again. An enumerable that can be "
            + "enumerated only once is good for one epoch; give one that begins anew each time, such as a method with yield return.")
        : new ArgumentException($"The {Description} came to nothing; at least one batch is needed.", names.Data);

    public override string ToString() => data.ToString();

    private string Description => $"{names.What} ({data})";

    private void End()
    {
        isAtEnd = true;
        if (position > 0)
            (foundCount, wasRead) = (position, true);
        reader!.Dispose();
        reader = null;
    }

    private void Close()
    {
        reader?.Dispose();
        (reader, next, hasNext) = (null, default, false);
    }

    private bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private InvalidOperationException Unreadable(Exception cause) =>
        new($"Batch {position + 1} of the {Description} could not be read. {cause.Message}", cause);

    /// <summary>Removes the name of the parameter, which .NET appends to a message and which is that of another method.</summary>
    private static string MessageOf(ArgumentException exception) => exception.ParamName is { } name
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;
}
