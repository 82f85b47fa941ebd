using System.Diagnostics;

namespace NeuralNet.Mpi.Tests;

/// <summary>Runs the program of this assembly (Program.cs) with an implementation of MPI, in several processes.</summary>
internal static class MpiJob
{
    /// <summary>The suffixes of the names of the programs.</summary>
    public const string OpenMpi = "openmpi", Mpich = "mpich";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The command of the program.</summary>
    public static string[] Program { get; } = [Host, "exec", typeof(MpiJob).Assembly.Location];

    private static string[] OpenMpiOptions => ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"];

    private static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Runs a job to its end.</summary>
    public static (int ExitCode, string Output) TryRun(string mpi, int ranks, params string[] arguments) =>
        ChildProcess.TryRun("mpirun." + mpi, [.. LauncherArguments(mpi, ranks), .. arguments]);

    /// <summary>Runs a job to its end, and throws an exception with its output if it fails.</summary>
    public static string Run(string mpi, int ranks, params string[] arguments)
    {
        (int exitCode, string output) = TryRun(mpi, ranks, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"The job ended with {exitCode}:\n{output}");
    }

    /// <summary>Runs another program with Open MPI, in two processes, and without mpirun; returns both outputs.</summary>
    public static (string Two, string One) RunProgram(string assembly, string argument) =>
    (
        ChildProcess.Run("mpirun." + OpenMpi, [.. OpenMpiOptions, "-n", "2", Program[0], "exec", assembly, argument]),
        ChildProcess.Run(Program[0], "exec", assembly, argument));

    /// <summary>Runs the program without mpirun.</summary>
    public static string RunAlone(params string[] arguments) =>
        ChildProcess.Run(Program[0], [.. Program[1..], .. arguments]);

    /// <summary>Reads all output of a job, waits for its end, and returns both.</summary>
    public static (int ExitCode, string Output) End(this Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The job did not end in {Patience}.");
        }

        return (process.ExitCode, output.Result + error.Result);
    }

    private static string[] LauncherArguments(string mpi, int ranks) =>
    [
        .. mpi == OpenMpi ? OpenMpiOptions : [],
        "-n", $"{ranks}", .. Program,
    ];
}
