using System.Reflection;

namespace NeuralNet.Tests.Packaging;

/// <summary>The packages of the libraries as they were built for this test run, in a folder that serves as a feed.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("neuralnet-packages-");

    public string Feed => root.CreateSubdirectory("feed").FullName;

    /// <summary>Creates a folder for a project or its output, which is deleted with the packages.</summary>
    public string NewFolder() => root.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    /// <summary>The version of the packages, without the commit that the assembly states after a +.</summary>
    public string Version { get; } = Attribute<AssemblyInformationalVersionAttribute>().InformationalVersion.Split('+')[0];

    public string PackageFile(string library, string extension) => Path.Combine(Feed, $"{library}.{Version}.{extension}");

    /// <summary>
    /// The names of all packages: each folder of src is one, except the source generator, which is part of the package of NeuralNet.
    /// </summary>
    public static string[] Names { get; } =
    [
        .. Directory.GetDirectories(Repository.Path("src")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name != "NeuralNet.Generators").Order(StringComparer.Ordinal),
    ];

    public Task InitializeAsync() => Parallel.ForEachAsync(
        Names, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (library, _) => await PackAsync(library));

    public Task DisposeAsync()
    {
        root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Packs a library, which was built for the tests already.</summary>
    private Task PackAsync(string library) => DotNetCommand.RunAsync(
        Repository.Root, "pack", Repository.Path("src", library), "--no-build", "-o", Feed,
        "-c", Attribute<AssemblyConfigurationAttribute>().Configuration);

    private static T Attribute<T>()
        where T : Attribute => typeof(Tensor).Assembly.GetCustomAttribute<T>()!;
}
