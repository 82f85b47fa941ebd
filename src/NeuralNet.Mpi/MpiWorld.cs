using System.Globalization;
using System.Reflection;
using System.Text;

namespace NeuralNet.Mpi;

/// <summary>
/// The processes that <c>mpirun</c>, <c>srun</c> or another program of MPI has started together, which are called ranks. The library of MPI
/// is found when the program runs: Open MPI 4 and 5, MPICH and the libraries with its ABI (Intel MPI, MVAPICH, Cray MPICH), and libraries
/// with the standard ABI of MPI 5. A process that was started without such a program is rank 0 of 1 and needs no MPI.
/// </summary>
/// <remarks>
/// Open the world once, on the main thread, and dispose it there at the end: MPI expects every process to end its communication before the
/// process ends, and cannot begin again.
/// </remarks>
/// <example>
/// <code>
/// using MpiWorld world = MpiWorld.Open();
/// model.Fit(x, y, new FitOptions { Epochs = 10, Strategy = new DataParallel(world) });
/// </code>
/// </example>
public sealed unsafe class MpiWorld : IDisposable
{
    /// <summary>The time that ranks have to answer that they are waiting, before a rank that has not answered counts as silent.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The time that MPI has to end after a failure.</summary>
    private static readonly TimeSpan LastDeadline = TimeSpan.FromSeconds(10);

    private static int isOpen;

    private readonly MpiLibrary? mpi;
    private readonly Notices? notices;
    private readonly PeerExchange? exchange;
    private readonly NativeBuffer buffer = new();
    private readonly string[] hosts;
    private readonly bool[] isWaiting;
    private GradientSums? gradientSums;
    private (int Rank, string Reason)? failure;
    private long exchanges;
    private bool hasFailed, hasAnnounced, isDisposed;

    private MpiWorld(MpiLibrary? mpi, TimeSpan deadline, string version)
    {
        this.mpi = mpi;
        Deadline = deadline;
        (Rank, Size) = mpi is null ? (0, 1) : (mpi.Rank(), mpi.Size());
        hosts = new string[Size];
        hosts[Rank] = Environment.MachineName;
        isWaiting = new bool[Size];
        if (mpi is null || Size == 1)
            return;
        notices = new Notices(Rank, Size, mpi);
        exchange = new PeerExchange(this, mpi, tag: 2);
        Greet(version);
    }

    /// <summary>The number of this process, counted from 0.</summary>
    public int Rank { get; }

    /// <summary>The number of processes.</summary>
    public int Size { get; }

    /// <summary>The name and version of the library of MPI; null for a process that was started without MPI.</summary>
    public string? Library => mpi?.Version;

    /// <summary>The maximum time that a process waits for the others in one exchange.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>The lock around calls of MPI, which allows one thread at a time.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Connects this process to the others that were started with it.</summary>
    /// <param name="deadline">
    /// The maximum time that a process waits for the others in one exchange; 60 seconds by default. After this time, the job is aborted
    /// with a message that names the silent processes. The deadline has to be longer than everything that one process does alone while the
    /// others wait, such as writing a large model.
    /// </param>
    /// <param name="library">
    /// The path of the library of MPI; by default, the library is found by the program that started the processes.
    /// </param>
    /// <exception cref="MpiException">
    /// The library is not installed or belongs to another MPI than the program that started the processes, the processes run different
    /// versions of NeuralNet, or a world was opened before.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is not positive.</exception>
    public static MpiWorld Open(TimeSpan? deadline = null, string? library = null) => Open(deadline, library, OwnVersion());

    /// <summary>Opens the world with a version of this library that the ranks compare.</summary>
    internal static MpiWorld Open(TimeSpan? deadline, string? library, string version)
    {
        TimeSpan limit = deadline ?? TimeSpan.FromSeconds(60);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(deadline));
        Launcher? launcher = Launcher.Find(Environment.GetEnvironmentVariable);
        if (launcher is null && library is null)
            return new MpiWorld(null, limit, version);
        if (OperatingSystem.IsWindows())
            throw new MpiException("NeuralNet.Mpi finds MPI on Linux and macOS; there is no support for MPI on Windows.");
        using var signals = new ErrorSignals();
        MpiLibrary mpi = library is not null ? MpiLibrary.Load(library) : MpiLibrary.For(launcher!);
        Initialize(mpi, launcher, limit);
        return new MpiWorld(mpi, limit, version);
    }

    /// <summary>
    /// Ends the communication with the other processes. Waits for them, as MPI_Finalize does; after a failure, for a few seconds at most.
    /// </summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        gradientSums?.End();
        if (mpi is null)
            return;
        if (!hasFailed && failure is null)
        {
            mpi.FinalizeMpi();
            return;
        }

        using var watchdog = new Watchdog(LastDeadline, $"{NameOf(Rank)} ends without the others, which do not end their communication.");
        mpi.FinalizeMpi();
    }

    /// <summary>The sums of gradients.</summary>
    /// <exception cref="ObjectDisposedException">The world is disposed.</exception>
    internal GradientSums GradientSums
    {
        get
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return gradientSums ??= new GradientSums(this, new PeerExchange(this, mpi!, tag: 4));
        }
    }

    /// <summary>Returns the name of a rank in messages, with its machine.</summary>
    internal string NameOf(int rank) => hosts[rank] is { } host
        ? FormattableString.Invariant($"rank {rank} of {Size} (on {host})")
        : FormattableString.Invariant($"rank {rank} of {Size}");

    /// <summary>Copies bytes of rank 0 to every rank: rank 0 sends them to rank 1, both to 2 and 3, these to 4 to 7, and so on.</summary>
    internal void Broadcast(Span<byte> values)
    {
        const int MaxLength = 1 << 22;
        for (int start = 0; start < values.Length; start += MaxLength)
            BroadcastPart(values.Slice(start, Math.Min(MaxLength, values.Length - start)));
    }

    /// <summary>Collects bytes of all ranks.</summary>
    internal void Gather(ReadOnlySpan<byte> own, Span<byte> all, string subject)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (Size == 1)
        {
            own.CopyTo(all);
            return;
        }

        byte* data = buffer.OfLength((long)own.Length * Size);
        own.CopyTo(new Span<byte>(data + (long)Rank * own.Length, own.Length));
        exchange!.Begin(new ExchangeHeader(ExchangeKind.Gather, 0, exchanges++, own.Length), subject);
        for (int i = 1; i < Size; i++)
        {
            int other = (Rank + i) % Size;
            exchange.Receive(other, data + (long)other * own.Length, own.Length);
        }

        for (int i = 1; i < Size; i++)
            exchange.Send((Rank + i) % Size, data + (long)Rank * own.Length, own.Length);
        exchange.Complete();
        new Span<byte>(data, own.Length * Size).CopyTo(all);
    }

    /// <summary>Notifies all other ranks that this rank leaves because of an exception.</summary>
    internal void Fail(Exception reason)
    {
        if (mpi is null || isDisposed || hasFailed)
            return;
        hasFailed = true;
        if (notices is null || reason is RankFailedException)
            return;
        try
        {
            nint[] requests;
            lock (Gate)
                requests = notices.Send(Notices.Kind.Failed, reason.Message);
            SpinWait.SpinUntil(() => AreSent(requests), Grace);
        }
        catch (MpiException)
        {
            // The other ranks are unreachable; their deadline ends them.
        }

        bool AreSent(nint[] requests)
        {
            lock (Gate)
                return notices.AreSent(requests);
        }
    }

    /// <exception cref="RankFailedException">Another rank has failed.</exception>
    /// <exception cref="MpiException">This rank has failed before.</exception>
    internal void ThrowIfFailed()
    {
        if (failure is { } other)
            throw new RankFailedException(other.Rank, other.Reason);
        if (hasFailed)
            throw new MpiException("An exception has ended the work of the processes before; start the job again.");
    }

    /// <summary>Receives the notices of other ranks. The caller is waiting and holds <see cref="Gate"/>.</summary>
    internal void ReceiveNotices()
    {
        if (!notices!.TryReceive(out int sender, out Notices.Kind kind, out string text))
            return;
        if (kind == Notices.Kind.Failed)
        {
            failure ??= (sender, text);
            return;
        }

        isWaiting[sender] = true;
        Announce();
    }

    /// <summary>
    /// Ends the job after a wait that was too long, as soon as the ranks that only wait for others had time to say so.
    /// </summary>
    /// <param name="waited">The duration of the wait.</param>
    /// <param name="subject">The subject of the exchange.</param>
    /// <param name="pending">The ranks whose messages are missing.</param>
    internal void EndSilence(TimeSpan waited, string subject, int[] pending)
    {
        lock (Gate)
            Announce();
        if (waited < Deadline + Grace)
            return;
        int[] silent = [.. pending.Where(rank => !isWaiting[rank])];
        string names = string.Join(", ", (silent.Length > 0 ? silent : pending).Select(NameOf));
        Abort(string.Create(CultureInfo.InvariantCulture,
            $"{NameOf(Rank)} has waited {waited.TotalSeconds:F0} s for {subject}. Silent: {names}. The job is aborted. If a process "
            + $"needs more time alone, give a longer one: MpiWorld.Open(deadline: …)."));
    }

    /// <summary>Announces that a wait is over, so that the next one begins anew.</summary>
    internal void EndWait()
    {
        hasAnnounced = false;
        isWaiting.AsSpan().Clear();
    }

    private static void Initialize(MpiLibrary mpi, Launcher? launcher, TimeSpan deadline)
    {
        if (Interlocked.Exchange(ref isOpen, 1) != 0)
            throw new MpiException("A process can open the world of MPI once only. Pass the MpiWorld to all that need it.");
        using (new Watchdog(deadline, string.Create(CultureInfo.InvariantCulture,
            $"MPI ({mpi.Version}) has not started within {deadline.TotalSeconds:F0} s: a process of the job does not open its MpiWorld.")))
            mpi.Initialize();
        int size = mpi.Size();
        if (launcher?.Size is int expected && expected != size)
            throw new MpiException(string.Create(CultureInfo.InvariantCulture,
                $"{launcher.Name} started {expected} processes, but the library ({mpi.Version}) knows {size}: they belong to different "
                + $"installations of MPI. Start the program with the mpirun of the library."));
    }

    private static string OwnVersion() =>
        typeof(MpiWorld).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Exchanges the versions and the names of the machines.</summary>
    /// <exception cref="MpiException">The ranks have different versions.</exception>
    private void Greet(string version)
    {
        const int Length = 256;
        byte[] own = new byte[Length], all = new byte[Length * Size];
        Encoding.UTF8.GetEncoder().Convert($"{version}\n{hosts[Rank]}", own, flush: true, out _, out _, out _);
        Gather(own, all, "the versions of NeuralNet");
        for (int rank = 0; rank < Size; rank++)
        {
            string[] parts = Encoding.UTF8.GetString(all, rank * Length, Length).TrimEnd('\0').Split('\n');
            hosts[rank] = parts[^1];
            if (parts[0] == version)
                continue;
            throw new MpiException($"The processes run different versions of NeuralNet: {NameOf(Rank)} runs {version}, {NameOf(rank)} runs "
                + $"{parts[0]}. Build the program once and copy it to all machines.");
        }
    }

    private void BroadcastPart(Span<byte> values)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (Size == 1)
            return;
        const string Subject = "the weights of rank 0";
        byte* data = buffer.OfLength(values.Length);
        var header = new ExchangeHeader(ExchangeKind.Broadcast, 0, exchanges++, values.Length);
        int half = 1;
        while (half <= Rank / 2)
            half *= 2;
        if (Rank == 0)
        {
            values.CopyTo(new Span<byte>(data, values.Length));
        }
        else
        {
            exchange!.Begin(header, Subject);
            exchange.Receive(Rank - half, data, values.Length);
            exchange.Complete();
            new Span<byte>(data, values.Length).CopyTo(values);
            half *= 2;
        }

        exchange!.Begin(header, Subject);
        for (; Rank + half < Size; half *= 2)
            exchange.Send(Rank + half, data, values.Length);
        exchange.Complete();
    }

    private void Announce()
    {
        if (hasAnnounced)
            return;
        hasAnnounced = true;
        notices!.Send(Notices.Kind.Waiting, "");
    }

    /// <summary>Writes a message and ends all processes of the job. MPI ends the others, which may be unreachable.</summary>
    private void Abort(string message)
    {
        Console.Error.WriteLine(message);
        Console.Error.Flush();
        using var watchdog = new Watchdog(LastDeadline, "MPI does not end the job.");
        lock (Gate)
            mpi!.Abort();
        Environment.Exit(1);
    }
}
