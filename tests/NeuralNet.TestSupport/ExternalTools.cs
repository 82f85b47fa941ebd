using System.Collections.Concurrent;
using System.ComponentModel;

namespace NeuralNet.TestSupport;

/// <summary>The external programs that tests run if they are installed.</summary>
internal static class ExternalTools
{
    private const string FolderVariable = "NEURALNET_NODE_FOLDER";
    private static readonly ConcurrentDictionary<string, string?> Pythons = new();
    private static readonly Lazy<string?> NoMpi = new(FindWhyNoMpi);

    /// <summary>The folder with node_modules in it.</summary>
    public static string NodeFolder =>
        Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Combine(Repository.Root, "artifacts", "node");

    /// <summary>Returns the reason that a package of npm cannot be used; null if it can be used.</summary>
    public static string? WhyNoNode(string package)
    {
        if (!Runs("node", "--version"))
            return $"Node.js is not installed; the test needs it and its package {package}.";
        return Directory.Exists(Path.Combine(NodeFolder, "node_modules", package))
            ? null
            : $"The npm package {package} is not in artifacts/node or the folder that {FolderVariable} names: "
                + $"npm install {package} --ignore-scripts --prefix artifacts/node";
    }

    /// <summary>Returns the reason that a module of Python cannot be used; null if it can be used.</summary>
    public static string? WhyNoPython(string module) =>
        PythonWith(module) is null ? $"Python with the module {module} is not installed." : null;

    /// <summary>Returns the Python that has a module; null if there is none.</summary>
    public static string? PythonWith(string module) => Pythons.GetOrAdd(
        module, _ => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Runs(python, "-c", $"import {module}")));

    /// <summary>Returns the reason that jobs of MPI cannot be run; null if they can be run with Open MPI and with MPICH.</summary>
    public static string? WhyNoMpi() => NoMpi.Value;

    private static string? FindWhyNoMpi()
    {
        string[] missing = [.. new[] { "mpirun.openmpi", "mpirun.mpich" }.Where(program => !Runs(program, "--version"))];
        return missing.Length == 0
            ? null
            : $"{string.Join(" and ", missing)} cannot be run: apt-get install openmpi-bin mpich";
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            return ChildProcess.TryRun(program, arguments).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>Tests that need a package of npm; they are skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute(string package) => Skip = ExternalTools.WhyNoNode(package);
}

/// <summary>A test that needs a module of Python; it is skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string module) => Skip = ExternalTools.WhyNoPython(module);
}

/// <summary>Tests that need a module of Python; they are skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute(string module) => Skip = ExternalTools.WhyNoPython(module);
}

/// <summary>A test that needs Open MPI and MPICH; it is skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = ExternalTools.WhyNoMpi();
}

/// <summary>Tests that need Open MPI and MPICH; they are skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = ExternalTools.WhyNoMpi();
}

/// <summary>A test of what only Linux has; it is skipped, with the reason, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "The test needs Linux.";
}
