namespace NeuralNet.Mpi;

/// <summary>
/// Ends the process with a message unless it is disposed in time: around calls of MPI that wait for other processes, cannot be interrupted
/// and have no deadline.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Timer timer;

    public Watchdog(TimeSpan deadline, string message) => timer = new Timer(
        _ =>
        {
            Console.Error.WriteLine(message);
            Environment.Exit(1);
        }, null, deadline, Timeout.InfiniteTimeSpan);

    public void Dispose() => timer.Dispose();
}
