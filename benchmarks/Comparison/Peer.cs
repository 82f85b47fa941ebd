using System.Diagnostics;
using System.Globalization;

namespace NeuralNet.Comparison;

/// <summary>Another library, measured by a program that prints "NETWORK MICROSECONDS" lines.</summary>
internal sealed class Peer
{
    private readonly string fileName;
    private readonly string[] arguments;

    private Peer(string name, string fileName, string[] arguments, bool isThreaded)
    {
        Name = name;
        this.fileName = fileName;
        this.arguments = arguments;
        ThreadCounts = isThreaded ? [1, Environment.ProcessorCount] : [1];
    }

    public string Name { get; }

    /// <summary>The version, as its program reports it.</summary>
    public string Version { get; private set; } = "";

    public int[] ThreadCounts { get; }

    /// <summary>Returns the installed libraries, and messages about the missing ones.</summary>
    public static (IReadOnlyList<Peer> Found, IReadOnlyList<string> Missing) Find()
    {
        List<Peer> found = [];
        List<string> missing = [];
        string folder = Path.Combine(AppContext.BaseDirectory, "peers");
        Consider("TorchSharp", "see benchmarks/Comparison/peers/torchsharp.sh", TorchSharp());
        Consider("PyTorch", "Debian: python3-torch", Python("steps_torch.py"));
        Consider("scikit-learn", "Debian: python3-sklearn", Python("steps_sklearn.py"));
        Consider("FANN", "Debian: libfann-dev", Compile(Path.Combine(folder, "steps_fann.c")));
        return (found, missing);

        Peer Python(string script) => new("", File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3",
            [Path.Combine(folder, script)], isThreaded: true);

        void Consider(string name, string remedy, Peer? program)
        {
            Peer? peer = program is null ? null : new Peer(name, program.fileName, program.arguments, program.ThreadCounts.Length > 1);
            string[] version = peer?.Run(1, 1, ["--version"]) ?? [];
            if (version.Length == 1)
            {
                peer!.Version = version[0];
                found.Add(peer);
            }
            else
            {
                missing.Add($"{name} is not installed ({remedy}).");
            }
        }
    }

    /// <summary>Returns the microseconds of a step of each network.</summary>
    public Dictionary<string, double> Measure(IEnumerable<Network> networks, int threads, double seconds)
    {
        var times = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string line in Run(threads, seconds, [.. networks.Select(network => network.ToString())]))
        {
            string[] parts = line.Split(' ');
            times[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        return times;
    }

    private string[] Run(int threads, double seconds, string[] networks)
    {
        var start = new ProcessStartInfo(fileName) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[.. arguments, threads.ToString(CultureInfo.InvariantCulture),
            seconds.ToString(CultureInfo.InvariantCulture), .. networks])
            start.ArgumentList.Add(argument);
        foreach (string variable in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        try
        {
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }

    private static Peer? TorchSharp()
    {
        string program = Path.Combine(Repository.Folder, "artifacts", "torchsharp", "steps");
        return File.Exists(program) ? new Peer("", program, [], isThreaded: true) : null;
    }

    private static Peer? Compile(string source)
    {
        string program = Path.ChangeExtension(source, null);
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("cc",
                ["-O2", source, "-lfann", "-lm", "-o", program])
            { RedirectStandardError = true })!;
            compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? new Peer("", program, [], isThreaded: false) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
