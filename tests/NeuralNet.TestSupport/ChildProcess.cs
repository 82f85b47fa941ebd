using System.Diagnostics;

namespace NeuralNet.TestSupport;

/// <summary>Runs a program to its end, or kills it in the middle.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Runs a program and returns both output streams; throws an exception with them if the program fails or takes too long.
    /// </summary>
    public static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output) = TryRun(program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
    }

    public static (int ExitCode, string Output) TryRun(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end in {Patience}.");
        }

        return (process.ExitCode, output.Result + error.Result);
    }

    /// <summary>Waits until the program has written the lines 1, 2 … <paramref name="lines"/>, and a little longer, and kills it.</summary>
    public static async Task KillAfter(this Process process, int lines, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            for (int line = 1; line <= lines; line++)
                Assert.Equal($"{line}", await process.StandardOutput.ReadLineAsync(cancellationToken));
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < delay)
                Thread.SpinWait(100);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
