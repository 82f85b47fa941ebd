using System.IO.Compression;
using System.Xml.Linq;

namespace NeuralNet.Tests.Packaging;

[Trait("Category", "Slow")]
public sealed class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    /// <summary>The dependencies of each package, without those that are only used to build it.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new(StringComparer.Ordinal)
    {
        ["NeuralNet"] = ["MathNet.Numerics", "NeuralNet.LinearAlgebra", "System.Numerics.Tensors"],
        ["NeuralNet.Data"] = ["NeuralNet", "Parquet.Net", "Sep", "csFastFloat"],
        ["NeuralNet.Explainability"] = ["MathNet.Numerics", "NeuralNet", "System.Numerics.Tensors"],
        ["NeuralNet.Images"] = ["NeuralNet", "StbImageSharp", "StbImageWriteSharp"],
        ["NeuralNet.Keras"] = ["NeuralNet"],
        ["NeuralNet.LinearAlgebra"] = ["MathNet.Numerics"],
        ["NeuralNet.Mpi"] = ["NeuralNet"],
        ["NeuralNet.Onnx"] = ["Google.Protobuf", "NeuralNet"],
        ["NeuralNet.Plotting"] = ["NeuralNet", "NeuralNet.Explainability"],
        ["NeuralNet.TensorFlowJs"] = ["NeuralNet"],
        ["NeuralNet.Testing"] = ["NeuralNet"],
        ["NeuralNet.Text"] = ["FastBertTokenizer", "Microsoft.Extensions.AI.Abstractions", "Microsoft.ML.Tokenizers", "NeuralNet"],
    };

    public static TheoryData<string> Libraries => [.. PackedLibraries.Names];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void DependsOnWhatItNeedsAndNothingElse(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.PackageFile(library, "nupkg"));
        XElement group = Assert.Single(Specification(package, library).Descendants(), element => element.Name.LocalName == "group");
        Assert.Equal("net10.0", group.Attribute("targetFramework")!.Value);
        Assert.Equal(Dependencies[library], group.Elements().Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        foreach (XElement dependency in group.Elements())
        {
            string id = dependency.Attribute("id")!.Value;
            Assert.Equal(PackedLibraries.Names.Contains(id) ? packed.Version : PinnedVersion(id), dependency.Attribute("version")!.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void HoldsAssemblyDocumentationReadmeAndMetadata(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.PackageFile(library, "nupkg"));
        IEnumerable<string> files = package.Entries.Select(entry => entry.FullName)
            .Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal));
        string[] analyzers = library == "NeuralNet" ? ["analyzers/dotnet/cs/NeuralNet.Generators.dll"] : [];
        Assert.Equal(
            new[] { $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", $"{library}.nuspec", "README.md", "[Content_Types].xml" }
                .Concat(analyzers).Order(),
            files.Order());
        Assert.Equal(File.ReadAllText(Repository.Path("src", library, "README.md")), ReadText(package, "README.md"));
        XElement documentation = XDocument.Parse(ReadText(package, $"lib/net10.0/{library}.xml")).Root!;
        Assert.Equal(library, documentation.Element("assembly")!.Element("name")!.Value);
        Assert.NotEmpty(documentation.Descendants("member"));

        XElement specification = Specification(package, library);
        XElement Field(string name) => specification.Descendants().Single(element => element.Name.LocalName == name);
        Assert.Equal(library, Field("id").Value);
        Assert.Equal("MIT", Field("license").Value);
        Assert.Equal("expression", Field("license").Attribute("type")!.Value);
        Assert.Equal("README.md", Field("readme").Value);
        Assert.NotEmpty(Field("tags").Value);
        Assert.EndsWith(".", Field("description").Value, StringComparison.Ordinal);
        Assert.Equal("git", Field("repository").Attribute("type")!.Value);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ComesWithSymbols(string library)
    {
        using ZipArchive symbols = ZipFile.OpenRead(packed.PackageFile(library, "snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{library}.pdb");
    }

    /// <summary>
    /// A project of a user with the README's nuget.config, its command that adds the package, and its program. Packages go to a folder of
    /// the project's own, so that no package of an earlier build, cached under the same version, can replace the new one; the dependencies
    /// of the libraries are restored from the cache of the build.
    /// </summary>
    [Fact]
    public async Task RunsTheProgramOfTheReadmeInAProjectOfItsOwn()
    {
        string folder = packed.NewFolder();
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        foreach (string inherited in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            Write(inherited, "<Project />");
        Write("nuget.config", ConfigurationOfTheReadme());
        Write("Stranger.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        Write("Program.cs", ReadmeProgramTests.FirstProgram("README.md"));

        await DotNetCommand.RunAsync(folder, "add", "package", "NeuralNet");
        string output = await DotNetCommand.RunAsync(folder, "run", "-c", "Release");

        Assert.Matches(@"^loss 0\.0\d\d\d, accuracy 100 %\s*$", output);
        Assert.True(File.Exists(Path.Combine(folder, "xor.safetensors")));
        AssertUsesThePackedLibrary(Path.Combine(folder, "bin", "Release", "net10.0"));
    }

    /// <summary>
    /// Runs the tests of tests/NeuralNet.Packaged, a project with package references only, whose classes the packed generator completes.
    /// </summary>
    [Fact]
    public async Task ExtensibilityTestsPassWithThePackages()
    {
        string folder = packed.NewFolder(), configuration = Path.Combine(folder, "nuget.config"), artifacts = Path.Combine(folder, "artifacts");
        File.WriteAllText(configuration, ConfigurationOfTheReadme());

        string output = await DotNetCommand.RunAsync(
            Repository.Path("tests", "NeuralNet.Packaged"), "test", "-c", "Release", "--artifacts-path", artifacts,
            $"-p:RestoreConfigFile={configuration}", "-p:RunAnalyzers=false", "--logger", "console;verbosity=normal");

        foreach (string test in (string[])["PackagedModelTests.AModelIsTrainedSavedLoadedAndExported", "PackagedModelTests.ALayerFulfilsTheContract",
            "GeneratedCodeTests.TrainingContinuesAfterLoading", "GraphWalkTests.AnExporterOfAProgramsOwnSeesLayersSettingsPortsAndMasks"])
            Assert.Contains($"Passed Extensions.Tests.{test} ", output, StringComparison.Ordinal);
        AssertUsesThePackedLibrary(Path.Combine(artifacts, "bin", "NeuralNet.Packaged", "release"));
    }

    /// <summary>The README's commands are those that the tests run, and its sources are the folder and nuget.org.</summary>
    [Fact]
    public void ReadmeTellsHowToPackAndToAddThePackage()
    {
        string readme = File.ReadAllText(Repository.Path("README.md")).ReplaceLineEndings("\n");
        Assert.Contains("\ndotnet pack -c Release -o packages\n", readme, StringComparison.Ordinal);
        Assert.Contains("\ndotnet add package NeuralNet\n", readme, StringComparison.Ordinal);
        Assert.Equal(
            ["<this folder>/packages", "https://api.nuget.org/v3/index.json"],
            XDocument.Parse(XmlOfTheReadme().Replace("<this", "&lt;this", StringComparison.Ordinal))
                .Descendants("packageSources").Single().Elements("add").Select(source => source.Attribute("value")!.Value));
    }

    private static void AssertUsesThePackedLibrary(string folder) =>
        Assert.Equal(File.ReadAllBytes(typeof(Tensor).Assembly.Location), File.ReadAllBytes(Path.Combine(folder, "NeuralNet.dll")));

    private string ConfigurationOfTheReadme()
    {
        string text = XmlOfTheReadme().Replace("<this folder>/packages", packed.Feed, StringComparison.Ordinal);
        XDocument configuration = XDocument.Parse(text);
        string built = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        configuration.Root!.Add(
            new XElement("config", Entry("globalPackagesFolder", "packages")),
            new XElement("fallbackPackageFolders", Entry("built", built)));
        return configuration.ToString();

        static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
    }

    private static string XmlOfTheReadme() =>
        File.ReadAllText(Repository.Path("README.md")).ReplaceLineEndings("\n").Split("```xml\n")
            .Single(text => text.StartsWith("<configuration>", StringComparison.Ordinal)).Split("```")[0];

    private static XElement Specification(ZipArchive package, string library) =>
        XDocument.Parse(ReadText(package, $"{library}.nuspec")).Root!;

    private static string PinnedVersion(string id) => XDocument.Load(Repository.Path("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(package => package.Attribute("Include")!.Value == id).Attribute("Version")!.Value;

    private static string ReadText(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
