using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// Messages to and from other ranks that are exchanged at the same time. Each has an <see cref="ExchangeHeader"/>, which is the same on all
/// ranks; the header is sent first and separately, so a message of another length is detected as well. One thread at a time uses an
/// exchange; several exchanges, each with messages of its own tags, may run side by side.
/// </summary>
internal sealed unsafe class PeerExchange
{
    /// <summary>The maximum number of requests for one rank: header and data, sent and received.</summary>
    private const int RequestsPerRank = 4;

    private readonly MpiWorld world;
    private readonly MpiLibrary mpi;
    private readonly int headerTag, dataTag;
    private readonly ExchangeHeader* own, received;
    private readonly nint* requests;
    private readonly (Part Part, int Rank, bool IsComplete)[] transfers;
    private readonly int[] errors;
    private int count;
    private string subject = "";

    /// <param name="world">The ranks.</param>
    /// <param name="mpi">The library.</param>
    /// <param name="tag">The tag of headers; data have the next one.</param>
    public PeerExchange(MpiWorld world, MpiLibrary mpi, int tag)
    {
        this.world = world;
        this.mpi = mpi;
        (headerTag, dataTag) = (tag, tag + 1);
        own = (ExchangeHeader*)NativeMemory.AllocZeroed((nuint)sizeof(ExchangeHeader));
        received = (ExchangeHeader*)NativeMemory.AllocZeroed((nuint)world.Size, (nuint)sizeof(ExchangeHeader));
        requests = (nint*)NativeMemory.AllocZeroed((nuint)(world.Size * RequestsPerRank), (nuint)sizeof(nint));
        transfers = new (Part, int, bool)[world.Size * RequestsPerRank];
        errors = new int[world.Size];
    }

    private enum Part
    {
        SentHeader,
        SentData,
        ReceivedHeader,
        ReceivedData,
    }

    /// <summary>Begins an exchange.</summary>
    /// <param name="header">The header, the same on all ranks.</param>
    /// <param name="subject">The subject of the exchange for messages, such as "the gradients of 'dense'".</param>
    /// <exception cref="RankFailedException">Another rank has failed.</exception>
    public void Begin(ExchangeHeader header, string subject)
    {
        world.ThrowIfFailed();
        *own = header;
        this.subject = subject;
        count = 0;
        errors.AsSpan().Clear();
    }

    /// <summary>Begins to receive bytes from a rank. The memory must stay where it is until the exchange is complete.</summary>
    public void Receive(int rank, byte* data, int length)
    {
        lock (world.Gate)
        {
            mpi.BeginReceive((byte*)(received + rank), sizeof(ExchangeHeader), rank, headerTag, Next(Part.ReceivedHeader, rank));
            mpi.BeginReceive(data, length, rank, dataTag, Next(Part.ReceivedData, rank));
        }
    }

    /// <summary>Begins to send bytes to a rank. They must not change until the exchange is complete.</summary>
    public void Send(int rank, byte* data, int length)
    {
        lock (world.Gate)
        {
            mpi.BeginSend((byte*)own, sizeof(ExchangeHeader), rank, headerTag, Next(Part.SentHeader, rank));
            mpi.BeginSend(data, length, rank, dataTag, Next(Part.SentData, rank));
        }
    }

    /// <summary>Waits until all messages were sent and received. An exception ends the work of all ranks.</summary>
    /// <exception cref="RankFailedException">Another rank has failed.</exception>
    /// <exception cref="MpiException">Another rank exchanges something else, or MPI has failed.</exception>
    public void Complete()
    {
        try
        {
            Wait();
        }
        catch (MpiException exception)
        {
            world.Fail(exception);
            throw;
        }
    }

    private void Wait()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            bool isComplete;
            lock (world.Gate)
            {
                isComplete = Progress();
                if (isComplete)
                    world.EndWait();
                else
                    world.ReceiveNotices();
            }

            if (isComplete)
                return;
            world.ThrowIfFailed();
            TimeSpan waited = Stopwatch.GetElapsedTime(start);
            if (waited > world.Deadline)
                world.EndSilence(waited, subject, PendingRanks());
            Pause(waited);
        }
    }

    /// <summary>
    /// Lets other threads and processes run. A wait that lasts long leaves the processor to them; a short one must end without delay.
    /// </summary>
    private static void Pause(TimeSpan waited)
    {
        if (waited < TimeSpan.FromMicroseconds(50))
            Thread.SpinWait(20);
        else if (waited < TimeSpan.FromMilliseconds(20))
            Thread.Yield();
        else
            Thread.Sleep(1);
    }

    private nint* Next(Part part, int rank)
    {
        transfers[count] = (part, rank, false);
        return requests + count++;
    }

    /// <summary>Tests all requests that are not complete, and returns whether all are complete.</summary>
    private bool Progress()
    {
        bool areComplete = true;
        for (int i = 0; i < count; i++)
        {
            ref (Part Part, int Rank, bool IsComplete) transfer = ref transfers[i];
            if (transfer.IsComplete)
                continue;
            int error = mpi.Test(requests + i, out transfer.IsComplete);
            if (error != 0)
                Fail(ref transfer, error);
            else if (transfer is (Part.ReceivedHeader, _, true))
                CheckHeader(transfer.Rank);
            areComplete &= transfer.IsComplete;
        }

        return areComplete;
    }

    /// <summary>
    /// Data of another length than expected are an error of MPI. The header, which is received before the data, explains it better.
    /// </summary>
    private void Fail(ref (Part Part, int Rank, bool IsComplete) transfer, int error)
    {
        if (transfer.Part != Part.ReceivedData)
            mpi.Check(error, $"The exchange of {subject} with {world.NameOf(transfer.Rank)}");
        transfer.IsComplete = true;
        errors[transfer.Rank] = error;
        foreach ((Part part, int rank, bool isComplete) in transfers.AsSpan(0, count))
        {
            if (part == Part.ReceivedHeader && rank == transfer.Rank && isComplete)
                CheckHeader(rank);
        }
    }

    /// <exception cref="MpiException">The rank exchanges something else, or its data had an error.</exception>
    private void CheckHeader(int rank)
    {
        if (received[rank] != *own)
            throw new MpiException($"The processes do different things: {world.NameOf(world.Rank)} exchanges {subject}: it {*own}; "
                + $"{world.NameOf(rank)} {received[rank]}. All processes run the same program with the same data and settings.");
        if (errors[rank] != 0)
            mpi.Check(errors[rank], $"The exchange of {subject} with {world.NameOf(rank)}");
    }

    private int[] PendingRanks() =>
        [.. transfers.Take(count).Where(transfer => !transfer.IsComplete).Select(transfer => transfer.Rank).Distinct().Order()];
}
