using System.Diagnostics;

namespace NeuralNet.Tests;

/// <summary>Models of a megabyte that a child process saves under one name repeatedly.</summary>
internal static class SavingProcess
{
    public const string Name = "save", HalfName = "save-half", LimitedName = "save-limited";

    public static readonly Tensor Row = new([1, 500]);

    public static Sequential NewModel(int seed) => new Sequential(500, seed).Dense(500, biasInitializer: "normal", name: "dense");

    public static string FileIn(string folder) => Path.Combine(folder, "model.safetensors");

    /// <summary>Runs in the child process: reports each complete file.</summary>
    public static void SaveForEver(string folder)
    {
        Sequential[] models = [NewModel(seed: 0), NewModel(seed: 1)];
        for (int i = 1; ; i++)
        {
            models[i % 2].Save(FileIn(folder));
            Console.WriteLine(i);
        }
    }

    /// <summary>Writes half of a file in the child, writes a line, and waits to be killed.</summary>
    public static void SaveHalf(string folder) => AtomicFile.Write(FileIn(folder), stream =>
    {
        byte[] file = SafetensorsBytes.Saved(NewModel(seed: 1));
        stream.Write(file.AsSpan(0, file.Length / 2));
        stream.Flush();
        Console.WriteLine(1);
        Thread.Sleep(Timeout.Infinite);
    });

    /// <summary>
    /// Runs in the child process whose files have a maximum size: reports the failure. .NET has several exceptions for that.
    /// </summary>
    public static void SaveOnce(string folder)
    {
        try
        {
            NewModel(seed: 1).Save(FileIn(folder));
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            Console.WriteLine("refused");
        }
    }

    public static Process Start(string name, string folder) => Process.Start(new ProcessStartInfo(Host, ["exec", Assembly, name, folder])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>Runs a child process whose files have a maximum size, as on a full disk.</summary>
    public static string RunWithLimit(string folder, int kilobytes) => ChildProcess.Run(
        "bash", "-c", $"trap '' XFSZ; ulimit -f {kilobytes}; DOTNET_EnableWriteXorExecute=0 exec '{Host}' exec '{Assembly}' {LimitedName} '{folder}'");

    private static string Host =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static string Assembly => typeof(SavingProcess).Assembly.Location;
}
